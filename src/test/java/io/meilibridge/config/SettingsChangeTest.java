package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsChangeTest {

    private static final String ALL =
            """
            api: { auth: { enabled: true, tokens: [ { name: a, token: secret-a } ] } }
            logging: { tracing: { targets: [org.x=warn] } }
            meilisearch:
              url: http://localhost:7700
              index_settings: { filterable_attributes: [price] }
            sync_tasks:
              - id: products
                table: public.products
                index: products
                filter: { conditions: [ { field: name, op: matches, value: "a.*" } ] }
                transform: { fields: [ { field: name, type: lowercase } ] }
                mapping: { fields: { price: { to: cost, default: 0 } } }
            """;

    private static final String SOURCE =
            "source: { postgresql: { host: localhost, database: shop, user: meilibridge } }\n";

    private static SettingsChange change(String before, String after) {
        return SettingsChange.between(
                Loading.of(SOURCE + before).settings(), Loading.of(SOURCE + after).settings());
    }

    @Test
    void the_same_text_changes_nothing() {
        SettingsChange change = change(ALL, ALL);

        assertThat(change.live()).isEmpty();
        assertThat(change.rebuilding()).isEmpty();
        assertThat(change.atRestart()).isEmpty();
    }

    @Test
    void what_can_change_does_and_the_rest_is_named_without_values() {
        SettingsChange change =
                change(
                        ALL,
                        ALL.replace("secret-a", "secret-b")
                                .replace("org.x=warn", "org.x=debug")
                                .replace("7700", "7701")
                                .replace("api: {", "api: { port: 7709,")
                                .replace("a.*", "b.*"));

        assertThat(change.live()).containsExactly("api.auth", "logging.tracing");
        assertThat(change.rebuilding()).containsExactly("meilisearch", "sync_tasks[products]");
        assertThat(change.atRestart()).containsExactly("api.port");
    }

    @Test
    void tasks_that_come_and_go_are_named() {
        SettingsChange change = change(ALL, ALL.replace("id: products", "id: goods"));

        assertThat(change.rebuilding())
                .containsExactly("sync_tasks[goods]", "sync_tasks[products]");
    }
}
