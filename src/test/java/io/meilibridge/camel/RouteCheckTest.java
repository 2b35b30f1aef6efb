package io.meilibridge.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCheckTest {

    private static final String TASK = "id: a, table: a";

    @TempDir Path folder;

    private List<String> faults(String task) throws IOException {
        return new RouteCheck(folder).faults(settings(task));
    }

    private Settings settings(String task) throws IOException {
        Path file = folder.resolve("config.yml");
        Files.writeString(
                file,
                """
                source: { host: a, database: b, user: c }
                meilisearch: { url: http://a }
                sync_tasks: [ { %s } ]
                """
                        .formatted(task));
        return Configuration.load(ConfigurationInputs.ofProcess(file)).orThrow();
    }

    private void route(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void the_built_in_routes_have_no_faults() throws IOException {
        assertThat(faults(TASK)).isEmpty();
    }

    @Test
    void the_first_fault_of_each_route_is_told_with_file_route_and_step() throws IOException {
        route(
                "more.yaml",
                """
                - route:
                    id: enrich
                    from:
                      uri: direct:enrich
                      steps:
                        - process: { ref: nobodyKnowsThis }
                - route:
                    id: alert
                    from:
                      uri: timer:alert
                      steps:
                        - to: nosuchscheme:there
                - route:
                    id: fine
                    from: { uri: "direct:fine", steps: [ { to: "log:fine" } ] }
                """);
        route("torn.yaml", "- route:\n    id: \"torn\n   from: [\n");
        route(
                "odd.yaml",
                "- route: { id: odd, from: { uri: 'direct:odd', steps: [ { fly: up } ] } }");
        List<String> faults = faults(TASK);

        assertThat(faults).hasSize(4);
        assertThat(faults)
                .anySatisfy(fault -> names(fault, "more.yaml", "enrich", "nobodyKnowsThis"));
        assertThat(faults).anySatisfy(fault -> names(fault, "more.yaml", "alert", "nosuchscheme"));
        assertThat(faults).anySatisfy(fault -> names(fault, "torn.yaml", "line"));
        assertThat(faults).anySatisfy(fault -> names(fault, "odd.yaml", "fly"));
    }

    private static void names(String fault, String... words) {
        assertThat(fault).contains(words);
    }

    @Test
    void a_template_is_tried_with_an_instance() throws IOException {
        String template = Files.readString(Path.of("routes/sync-task.yaml"));
        route("sync-task.yaml", template.replace("ref: filter", "ref: fliter"));

        assertThat(faults(TASK))
                .singleElement()
                .satisfies(fault -> names(fault, "sync-task.yaml", "'sync-task'", "fliter"));
    }

    @Test
    void a_task_that_names_no_template_is_told_which_there_are() throws IOException {
        assertThat(faults(TASK + ", route: sync-tusk"))
                .containsExactly(
                        "sync task 'a': route: expected the id of a route template, one of [ingest,"
                                + " sync-task], got 'sync-tusk'.");
    }

    @Test
    void files_are_read_also_where_the_configuration_is_at_fault() throws IOException {
        route(
                "odd.yaml",
                "- route: { id: odd, from: { uri: 'direct:odd', steps: [ { fly: up } ] } }");

        assertThat(new RouteCheck(folder).faults(null))
                .singleElement()
                .satisfies(fault -> names(fault, "odd.yaml", "fly"));
    }
}
