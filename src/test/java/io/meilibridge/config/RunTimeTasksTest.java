package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.fault.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTimeTasksTest {

    private static final String TWO =
            """
            source: { postgresql: { host: localhost, database: shop, user: meilibridge } }
            meilisearch: { url: http://localhost:7700 }
            sync_tasks:
              - { id: products, table: public.products, index: products }
              - { id: users, table: public.users }
            """;

    private static ReadConfiguration two() {
        return ReadConfiguration.of(Loading.of(TWO).inputs());
    }

    private static List<String> ids(RunTimeTasks tasks) {
        return two().with(tasks).tasks().stream().map(SyncTaskSettings::id).toList();
    }

    private static SyncTaskSettings task(RunTimeTasks tasks, String id) {
        return two().with(tasks).tasks().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_said_changes_nothing() {
        assertThat(two().with(RunTimeTasks.NONE)).isEqualTo(Loading.of(TWO).settings());
    }

    @Test
    void a_definition_takes_the_place_of_the_configured_one_or_comes_last() {
        RunTimeTasks tasks =
                RunTimeTasks.NONE
                        .withDefined("products", "{\"table\": \"public.goods\"}")
                        .withDefined("orders", "{\"table\": \"sales.orders\", \"index\": \"o\"}");

        assertThat(ids(tasks)).containsExactly("products", "users", "orders");
        assertThat(task(tasks, "products").table()).hasToString("public.goods");
        assertThat(task(tasks, "orders").index()).hasToString("o");
    }

    @Test
    void what_is_removed_is_not_there_until_it_is_defined_again() {
        RunTimeTasks removed = RunTimeTasks.NONE.withRemoved("users");
        RunTimeTasks again = removed.withDefined("users", "{\"table\": \"public.people\"}");

        assertThat(ids(removed)).containsExactly("products");
        assertThat(ids(again)).containsExactly("products", "users");
        assertThat(again.removed()).isEmpty();
        assertThat(again.without("users")).isEqualTo(RunTimeTasks.NONE);
    }

    @Test
    void keys_may_stand_at_their_other_places() {
        RunTimeTasks tasks =
                RunTimeTasks.NONE.withDefined(
                        "users",
                        "{\"source\": {\"table\": \"a.b\"}, \"destination\": {\"index\": \"c\"}}");

        assertThat(task(tasks, "users").table()).hasToString("a.b");
        assertThat(task(tasks, "users").index()).hasToString("c");
    }

    @Test
    void no_variable_of_the_environment_can_be_had() {
        RunTimeTasks tasks =
                RunTimeTasks.NONE.withDefined(
                        "users",
                        "{\"table\": \"public.users\", \"full_sync\": {\"where\": \"a = '${MEILI_MASTER_KEY}'\"}}");

        assertThat(task(tasks, "users").fullSync().where()).isEqualTo("a = '${MEILI_MASTER_KEY}'");
    }

    @Test
    void a_fault_says_of_which_definition_it_is() {
        RunTimeTasks tasks =
                RunTimeTasks.NONE.withDefined(
                        "users", "{\"table\": \"public.users\", \"fliter\": {}}");

        assertThatThrownBy(() -> two().with(tasks))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("run-time definition of 'users'")
                .hasMessageContaining("did you mean sync_tasks[1].filter?");
    }

    @Test
    void what_was_read_once_stays_as_it_was() {
        Loading files = Loading.of(TWO);
        ReadConfiguration read = ReadConfiguration.of(files.inputs());
        files.file("config.yaml", "no: configuration");

        RunTimeTasks removed = RunTimeTasks.NONE.withRemoved("users");
        assertThat(read.with(removed).tasks()).hasSize(1);
    }

    @Test
    void what_is_said_later_counts() {
        RunTimeTasks first = RunTimeTasks.NONE.withDefined("a", "{}").withRemoved("b");
        RunTimeTasks second = RunTimeTasks.NONE.withDefined("b", "{}").withRemoved("a");

        assertThat(first.and(second)).isEqualTo(second);
        assertThat(first.and(RunTimeTasks.NONE)).isEqualTo(first);
        assertThat(first.speaksOf("b")).isTrue();
        assertThat(first.speaksOf("c")).isFalse();
    }

    @Test
    void differences_are_named_by_their_keys_and_weighed() {
        RunTimeTasks filtered =
                RunTimeTasks.NONE.withDefined(
                        "users",
                        "{\"table\": \"public.users\", \"filter\": {\"conditions\": [{\"field\": \"a\", \"op\": \"is_null\"}]}}");
        RunTimeTasks faster =
                RunTimeTasks.NONE.withDefined(
                        "users", "{\"table\": \"public.users\", \"cdc\": {\"batch_size\": 5}}");
        SyncTaskSettings before = task(RunTimeTasks.NONE, "users");

        TaskDifference shape = TaskDifference.between(before, task(filtered, "users"));
        TaskDifference pace = TaskDifference.between(before, task(faster, "users"));

        assertThat(shape).isEqualTo(new TaskDifference(List.of("filter"), true));
        assertThat(pace).isEqualTo(new TaskDifference(List.of("cdc.batch_size"), false));
    }
}
