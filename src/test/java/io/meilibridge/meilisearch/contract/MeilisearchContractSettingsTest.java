package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertAccepted;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertFailed;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Settings of an index.
final class MeilisearchContractSettingsTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    @Test
    void b77_settings_create_the_index() {
        String uid = server.index("new");

        Reply accepted =
                server.patch(
                        settings(uid), "{\"filterableAttributes\":[\"a\"],\"stopWords\":null}");

        assertAccepted(accepted, "settingsUpdate");
        JsonNode task = server.finished(accepted);
        assertSucceeded(task);
        assertThat(task.path("details").path("filterableAttributes").get(0).asText())
                .isEqualTo("a");
        JsonNode settings = server.get(settings(uid)).body();
        assertThat(settings.path("filterableAttributes").get(0).asText()).isEqualTo("a");
        assertThat(settings.path("pagination").path("maxTotalHits").asInt()).isEqualTo(1000);
        assertThat(server.get("/indexes/" + uid).body().path("primaryKey").isNull()).isTrue();
    }

    @Test
    void b77_null_resets_a_setting_and_deletion_all() {
        String uid = server.existingIndex("reset");
        server.finished(
                server.patch(
                        settings(uid),
                        "{\"filterableAttributes\":[\"a\"],\"sortableAttributes\":[\"b\"],"
                                + "\"pagination\":{\"maxTotalHits\":5}}"));

        assertSucceeded(
                server.finished(server.patch(settings(uid), "{\"filterableAttributes\":null}")));
        JsonNode some = server.get(settings(uid)).body();
        assertSucceeded(server.finished(server.delete(settings(uid))));
        JsonNode none = server.get(settings(uid)).body();

        assertThat(some.path("filterableAttributes").size()).isZero();
        assertThat(some.path("sortableAttributes").size()).isEqualTo(1);
        assertThat(none.path("sortableAttributes").size()).isZero();
        assertThat(none.path("pagination").path("maxTotalHits").asInt()).isEqualTo(1000);
    }

    @Test
    void b77_each_setting_has_a_route() {
        String uid = server.existingIndex("routes");

        assertSucceeded(
                server.finished(server.put(settings(uid) + "/sortable-attributes", "[\"a\"]")));
        assertThat(server.get(settings(uid) + "/sortable-attributes").body().get(0).asText())
                .isEqualTo("a");
        assertSucceeded(server.finished(server.delete(settings(uid) + "/sortable-attributes")));
        assertThat(server.get(settings(uid) + "/sortable-attributes").body().size()).isZero();
    }

    @Test
    void b77_deleting_settings_does_not_create_the_index() {
        JsonNode task = server.finished(server.delete(settings(server.index("missing"))));

        assertFailed(task, "index_not_found");
    }

    @Test
    void b78_unknown_and_ill_typed_settings_are_refused() {
        String uid = server.index("bad");

        assertRefused(server.patch(settings(uid), "{\"unknown\":1}"), 400, "bad_request");
        assertRefused(
                server.patch(settings(uid), "{\"filterableAttributes\":\"a\"}"),
                400,
                "invalid_settings_filterable_attributes");
        assertRefused(
                server.put(settings(uid) + "/stop-words", "12"),
                400,
                "invalid_settings_stop_words");
        assertRefused(server.get("/indexes/" + uid + "/settings"), 404, "index_not_found");
    }

    private static String settings(String uid) {
        return "/indexes/" + uid + "/settings";
    }
}
