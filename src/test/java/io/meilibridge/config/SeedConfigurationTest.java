package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.FullSyncMode;
import io.meilibridge.config.settings.LogLevel;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.config.settings.TlsMode;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.step.rule.SoftDeleteRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Existing files keep working: each block of the operations guide, laid over the smallest file.
class SeedConfigurationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source", "sync-task", "logging", "parallel", "adaptive", "connection-drops",
                "batch-options", "backpressure", "debug", "performance", "memory", "network",
                "checkpoint", "new-slot", "tls", "password-variable", "password-file"
            })
    void every_block_of_the_guide_loads(String block) {
        assertThat(seed(block).faults()).isEmpty();
    }

    @Test
    void the_source_block_means_what_it_says() {
        SourceSettings source = seed("source").settings().sources().getFirst();

        assertThat(source.connection().host()).isEqualTo("localhost");
        assertThat(source.connection().database()).isEqualTo("myapp");
        assertThat(source.connection().user()).isEqualTo("meilibridge_repl");
        assertThat(Objects.requireNonNull(source.connection().password()).value())
                .isEqualTo("from the environment");
        assertThat(source.pool().minIdle()).isEqualTo(2);
        assertThat(source.pool().idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(source.replication().slotName()).isEqualTo("meilibridge_slot");
        assertThat(source.replication().streaming()).isTrue();
        assertThat(source.replication().protocolVersion()).isEqualTo(2);
        assertThat(source.replication().walSenderTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(source.replication().statusInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(seed("source").notices())
                .anyMatch(notice ->
                        notice.contains("streaming")
                                && notice.endsWith("raises proto_version from 1 to 2"));
    }

    @Test
    void the_task_block_means_what_it_says() {
        SyncTaskSettings task = seed("sync-task").settings().tasks().getFirst();

        assertThat(task.id()).isEqualTo("users_sync");
        assertThat(task.table()).isEqualTo(new TableName("public", "users"));
        assertThat(task.index().value()).isEqualTo("users");
        assertThat(task.cdc().operations())
                .containsExactlyInAnyOrder(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
        assertThat(task.cdc().columns()).containsExactly("id", "email", "name", "updated_at");
        assertThat(task.batch().sizeFixed()).isEqualTo(100);
        assertThat(task.batch().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(task.fullSync().mode()).isEqualTo(FullSyncMode.IN_PLACE);
        SoftDeleteRule rule = Objects.requireNonNull(task.rules().softDelete());
        assertThat(rule.field()).isEqualTo("deleted_at");
        assertThat(rule.strategy()).isEqualTo(SoftDeleteRule.Strategy.MARK);
    }

    @Test
    void log_targets_are_mapped_to_loggers_that_do_the_same_work() {
        assertThat(seed("logging").settings().logging().categories())
                .containsEntry("io.meilibridge", LogLevel.INFO)
                .containsEntry("io.meilibridge.replication", LogLevel.DEBUG)
                .containsEntry("io.meilibridge.pgoutput", LogLevel.TRACE)
                .containsEntry("io.meilibridge.batch", LogLevel.DEBUG)
                .containsEntry("io.meilibridge.checkpoint", LogLevel.DEBUG)
                .containsEntry("org.postgresql", LogLevel.WARN);
    }

    @Test
    void fragments_at_the_root_are_parts_of_the_source() {
        SourceSettings drops = seed("connection-drops").settings().sources().getFirst();
        SourceSettings network = seed("network").settings().sources().getFirst();
        SourceSettings slot = seed("new-slot").settings().sources().getFirst();
        SourceSettings tls = seed("tls").settings().sources().getFirst();

        assertThat(drops.pool().idleTimeout()).isZero();
        assertThat(drops.pool().keepaliveInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(drops.replication().statusInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(network.connection().socket().sendBufferBytes()).isEqualTo(4 << 20);
        assertThat(network.connection().tls().mode()).isEqualTo(TlsMode.PREFER);
        assertThat(slot.replication().slotName()).isEqualTo("meilibridge_slot_new");
        assertThat(slot.replication().startLsn()).isNull();
        assertThat(tls.connection().tls().mode()).isEqualTo(TlsMode.REQUIRE);
        assertThat(tls.connection().tls().clientKey()).isEqualTo(Path.of("/certs/client.key"));
    }

    @Test
    void bounds_of_several_names_are_the_smallest_given() {
        Settings performance = seed("performance").settings();
        Settings memory = seed("memory").settings();

        assertThat(performance.performance().memoryLimitBytes()).isEqualTo(2L << 30);
        assertThat(performance.performance().maxPendingEvents()).isEqualTo(50_000);
        assertThat(performance.sources().getFirst().pool().maxSize()).isEqualTo(20);
        assertThat(performance.tasks().getFirst().batch().memoryLimitBytes()).isEqualTo(10L << 20);
        assertThat(memory.performance().memoryLimitBytes()).isEqualTo(512L << 20);
        assertThat(memory.performance().backpressureThreshold()).isEqualTo(0.8);
    }

    @Test
    void keys_that_never_have_an_effect_say_why() {
        assertThat(seed("performance").notices())
                .contains(
                        "performance.gc_interval (config.yaml:20): has no effect: the JVM collects"
                                + " garbage by itself")
                .anyMatch(notice -> notice.contains("steal_ratio"));
        assertThat(seed("memory").notices()).anyMatch(notice -> notice.contains("gc_interval"));
        assertThat(seed("network").notices())
                .anyMatch(notice -> notice.contains("TLS has no compression any more"));
    }

    @Test
    void redis_becomes_the_store_when_it_has_a_url() {
        Settings settings = seed("checkpoint").settings();

        assertThat(settings.checkpoint().backend().name()).isEqualTo("REDIS");
        assertThat(settings.checkpoint().flushInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.checkpoint().timeToLive()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.redis().keyPrefix()).isEqualTo("meilibridge");
    }

    @Test
    void a_start_position_may_be_an_lsn() {
        Settings settings =
                Loading.minimalWith("replication: { start_lsn: 16/B374D848 }").settings();

        assertThat(settings.sources().getFirst().replication().startLsn())
                .isEqualTo(Lsn.parse("16/B374D848"));
    }

    private static Loading seed(String name) {
        String block = resource(name);
        StringBuilder yaml = new StringBuilder();
        for (String line : Loading.MINIMAL.lines().toList()) {
            String root = line.substring(0, line.indexOf(':') + 1);
            String kept =
                    name.startsWith("password")
                            ? line.replace(", password: \"${POSTGRES_PASSWORD}\"", "")
                            : line;
            if (!block.startsWith(root)) {
                yaml.append(kept).append('\n');
            }
        }
        return Loading.of(yaml + block)
                .environment("POSTGRES_REPL_PASSWORD", "from the environment")
                .file("/run/secrets/postgres_password", "from a file\n")
                .file("/certs/ca.crt", "")
                .file("/certs/client.crt", "")
                .file("/certs/client.key", "");
    }

    private static String resource(String name) {
        String path = "/config/seed/" + name + ".yaml";
        try (InputStream stream = SeedConfigurationTest.class.getResourceAsStream(path)) {
            return new String(
                    Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
