package io.meilibridge.config.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.config.command.CommandLine.Command;
import io.meilibridge.config.command.CommandLine.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void options_stand_before_or_after_the_command() throws UsageException {
        CommandLine expected =
                new CommandLine(Command.VALIDATE, Path.of("a.yaml"), "debug", List.of());

        assertThat(parse("-c", "a.yaml", "-l", "DEBUG", "validate")).isEqualTo(expected);
        assertThat(parse("validate", "--config=a.yaml", "--log-level", "debug"))
                .isEqualTo(expected);
    }

    @Test
    void without_a_command_the_service_runs() throws UsageException {
        assertThat(parse()).isEqualTo(new CommandLine(Command.RUN, null, null, List.of()));
        assertThat(parse("run", "--other").rest()).containsExactly("--other");
        assertThat(parse("--version").command()).isEqualTo(Command.VERSION);
        assertThat(parse("-h").command()).isEqualTo(Command.HELP);
    }

    @Test
    void what_makes_no_sense_is_said() {
        assertThatThrownBy(() -> parse("valdate"))
                .hasMessageEndingWith("got 'valdate'; did you mean validate?");
        assertThatThrownBy(() -> parse("run", "-c"))
                .hasMessage("expected a value after -c, got nothing");
        assertThatThrownBy(() -> parse("-l", "loud")).hasMessageContaining("got 'loud'");
        assertThatThrownBy(() -> parse("version", "x"))
                .hasMessage("expected no more after version, got 'x'");
    }

    @Test
    void commands_know_their_switches() throws UsageException {
        assertThat(parse("check", "--json").has("--json")).isTrue();
        assertThat(parse("--yes", "cleanup").has("--yes")).isTrue();
        assertThat(parse("generate-sample").command()).isEqualTo(Command.GENERATE_SAMPLE);
        assertThatThrownBy(() -> parse("check", "--yes"))
                .hasMessage("expected only --json after check, got '--yes'");
    }

    private static CommandLine parse(String... arguments) throws UsageException {
        return CommandLine.parse(List.of(arguments));
    }
}
