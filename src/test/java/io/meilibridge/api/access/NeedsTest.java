package io.meilibridge.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.Role;
import org.junit.jupiter.api.Test;

class NeedsTest {

    @Test
    void looking_needs_a_reader_and_rows_need_an_operator() {
        assertThat(Needs.of("GET", "/api/sync-tasks/a", false)).isEqualTo(Role.READ);
        assertThat(Needs.of("GET", "/api/dead-letters", false)).isEqualTo(Role.OPERATOR);
        assertThat(Needs.of("GET", "/api/diagnostics/cdc", false)).isEqualTo(Role.READ);
        assertThat(Needs.of("GET", "/api/diagnostics/cdc/events", false)).isEqualTo(Role.OPERATOR);
        assertThat(Needs.of("HEAD", "/api/diagnostics/cdc/stream/", false))
                .isEqualTo(Role.OPERATOR);
    }

    @Test
    void control_needs_an_operator_and_what_changes_definitions_or_positions_an_admin() {
        assertThat(Needs.of("POST", "/api/sync-tasks/a/pause", false)).isEqualTo(Role.OPERATOR);
        assertThat(Needs.of("POST", "/api/sync-tasks", false)).isEqualTo(Role.ADMIN);
        assertThat(Needs.of("PUT", "/api/sync-tasks/a", false)).isEqualTo(Role.ADMIN);
        assertThat(Needs.of("DELETE", "/api/checkpoints/a", false)).isEqualTo(Role.ADMIN);
        assertThat(Needs.of("POST", "/api/checkpoints/import", false)).isEqualTo(Role.ADMIN);
        assertThat(Needs.of("POST", "/api/config/reload", false)).isEqualTo(Role.ADMIN);
    }

    @Test
    void what_nobody_has_thought_of_is_not_open() {
        assertThat(Needs.of("PATCH", "/", false)).isEqualTo(Role.ADMIN);
        assertThat(Needs.of("POST", "/q/health", true)).isEqualTo(Role.READ);
        assertThat(Needs.of("GET", "/q/openapi-not", false)).isEqualTo(Role.READ);
        assertThat(Needs.of("GET", "/metricsx", false)).isEqualTo(Role.READ);
    }

    @Test
    void probes_scrapes_and_the_description_are_open_unless_protected() {
        for (String path : new String[] {"/q/health/ready", "/health", "/q/metrics", "/metrics"}) {
            assertThat(Needs.of("GET", path, false)).isNull();
            assertThat(Needs.of("GET", path, true)).isEqualTo(Role.READ);
        }
        assertThat(Needs.of("GET", "/q/openapi", true)).isNull();
        assertThat(Needs.of("GET", "/q/swagger-ui/index.html", true)).isNull();
    }

    @Test
    void paths_in_disguise_are_not_plain() {
        for (String path :
                new String[] {
                    "/api/%64ead-letters",
                    "/api//dead-letters",
                    "/api/./x",
                    "/api/x;a=b",
                    "/api/a%2fb",
                    "/api/%2e%2e/x",
                    "/api/a\\b",
                    "/api/%zz",
                    "/api/%",
                    "*",
                    "/a b",
                    "/api/%00",
                    "/" + "x".repeat(2000)
                }) {
            assertThat(RequestForm.isPlain(path)).as(path).isFalse();
        }
        assertThat(RequestForm.isPlain("/api/dead-letters/a-1_%C3%A9%20x.y~")).isTrue();
    }

    @Test
    void so_many_a_second_and_no_more() {
        long[] now = {0};
        RequestRate rate = new RequestRate(2, () -> now[0]);
        assertThat(rate.admit()).isTrue();
        assertThat(rate.admit()).isTrue();
        assertThat(rate.admit()).isFalse();
        now[0] = 500_000_000;
        assertThat(rate.admit()).isTrue();
        assertThat(rate.admit()).isFalse();
        now[0] = 60_000_000_000L;
        assertThat(rate.admit()).isTrue();
        assertThat(rate.admit()).isTrue();
        assertThat(rate.admit()).isFalse();
        assertThat(new RequestRate(0, () -> 0).admit()).isTrue();
    }
}
