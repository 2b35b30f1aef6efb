package io.meilibridge.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.telemetry.MonitoringFiles;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is given to Prometheus and Grafana. That a running system has every series they name is
/// seen in `MinimalConfigurationIT`.
class MonitoringTest {

    @Test
    void alerts_and_dashboard_name_only_metrics_that_there_are() throws Exception {
        Set<String> known = new TreeSet<>();
        for (Field field : MetricNames.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && field.get(null) instanceof String name
                    && name.startsWith("meilibridge_")) {
                known.addAll(List.of(name, name + "_bucket", name + "_sum", name + "_count"));
            }
        }

        assertThat(MonitoringFiles.series()).hasSizeGreaterThan(25);
        assertThat(known).containsAll(MonitoringFiles.series());
    }

    @Test
    void the_alerts_that_users_know_are_there() throws IOException {
        assertThat(Files.readString(MonitoringFiles.ALERTS))
                .contains(
                        "alert: HighReplicationLag",
                        "alert: CDCConnectionLost",
                        "alert: HighCDCErrorRate",
                        "alert: ReplicationSlotInactive");
    }

    @Test
    void each_panel_has_a_place_of_its_own_and_a_question() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(MonitoringFiles.DASHBOARD.toFile());
        Set<String> places = new TreeSet<>();
        int panels = 0;
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(places.add(panel.path("gridPos").toString())).as(panel.toString()).isTrue();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("targets")).isNotEmpty();
                panels++;
            }
        }

        assertThat(dashboard.path("title").asText()).isEqualTo("MeiliBridge CDC Monitoring");
        assertThat(panels).isGreaterThan(15);
    }

    /// Only where promtool is at hand, which nothing here brings.
    @Test
    void prometheus_takes_the_rules() throws Exception {
        String path = String.valueOf(System.getenv("PATH"));
        Path promtool =
                Stream.of(path.split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, "promtool"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
        assumeTrue(promtool != null, "promtool is not on PATH");

        Process check =
                new ProcessBuilder(
                                String.valueOf(promtool),
                                "check",
                                "rules",
                                MonitoringFiles.ALERTS.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(said).isZero();
    }
}
