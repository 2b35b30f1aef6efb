package io.meilibridge.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the project gives to Prometheus and Grafana.
public final class MonitoringFiles {

    public static final Path ALERTS = Path.of("monitoring", "alerts.yml");
    public static final Path DASHBOARD = Path.of("monitoring", "dashboard.json");

    private static final Pattern SERIES = Pattern.compile("\\bmeilibridge_[a-z_]+\\b");
    private static final Pattern GROUP = Pattern.compile("name: meilibridge_[a-z]+");

    private MonitoringFiles() {}

    /// Every series of ours that a rule or a panel asks for.
    public static Set<String> series() throws IOException {
        Set<String> found = new TreeSet<>();
        String rules = Files.readString(ALERTS);
        collect(GROUP.matcher(rules).replaceAll(""), found);
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        dashboard.findValuesAsText("expr").forEach(expr -> collect(expr, found));
        dashboard.findValuesAsText("query").forEach(query -> collect(query, found));
        return found;
    }

    private static void collect(String text, Set<String> found) {
        Matcher matcher = SERIES.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
    }
}
