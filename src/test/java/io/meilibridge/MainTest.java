package io.meilibridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder;

    @AfterEach
    void forget_the_options() {
        System.clearProperty("meilibridge.config");
        System.clearProperty("meilibridge.logging.level");
    }

    @Test
    void validate_accepts_a_good_file() throws IOException {
        assertThat(validate("")).isZero();
        assertThat(out.toString(UTF_8)).contains("No faults.");
    }

    @Test
    void validate_prints_every_fault() throws IOException {
        assertThat(validate("api: { prot: 1, host: [] }")).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("api.prot (", "did you mean api.port?", "api.host (", "Faults: 2");
    }

    @Test
    void validate_looks_at_the_routes() throws IOException {
        assertThat(validateTask("id: a, table: a, route: none", "")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("fault: sync task 'a': route: ", "Faults: 1");
    }

    @Test
    void version_prints_name_and_version() {
        assertThat(answer("version")).isZero();
        assertThat(out.toString(UTF_8)).matches("MeiliBridge [0-9]+\\..*\\R");
    }

    @Test
    void help_names_the_commands() {
        assertThat(answer("help")).isZero();
        assertThat(out.toString(UTF_8)).contains("validate", "--config");
    }

    @Test
    void a_wrong_command_line_ends_with_status_2() {
        assertThat(answer("explode")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("expected one of the commands");
    }

    private int validate(String more) throws IOException {
        return validateTask("id: a, table: a", more);
    }

    private int validateTask(String task, String more) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(
                file,
                """
                source: { host: a, database: b, user: c }
                meilisearch: { url: http://a }
                sync_tasks: [ { %s } ]
                """
                                .formatted(task)
                        + more);
        return answer("validate", "-c", file.toString());
    }

    private int answer(String... arguments) {
        return Main.answer(
                List.of(arguments),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }
}
