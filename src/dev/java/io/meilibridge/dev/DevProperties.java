package io.meilibridge.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// System properties: the one place that outlives a live reload, and that the configuration is read
/// from. What dev mode says there is told apart from what the user says there.
final class DevProperties {

    private static final String OURS = "io.meilibridge.dev.configured";
    private static final String SERVERS = "io.meilibridge.dev.servers.";

    private DevProperties() {}

    /// Takes back what [#configure] has said.
    static void forgetConfiguration() {
        for (String name : System.getProperty(OURS, "").split(",", -1)) {
            if (!name.isEmpty()) {
                System.clearProperty(name);
            }
        }
        System.clearProperty(OURS);
    }

    /// Sets keys of the configuration.
    static void configure(Map<String, String> keys) {
        List<String> names = new ArrayList<>();
        keys.forEach((key, value) -> {
            String name = "meilibridge." + key;
            names.add(name);
            System.setProperty(name, value);
        });
        System.setProperty(OURS, String.join(",", names));
    }

    /// What a server's process has said; null when it was not started or has ended.
    static @Nullable String server(String server, String name) {
        String pid = System.getProperty(SERVERS + server + ".pid");
        return pid != null && ProcessHandle.of(Long.parseLong(pid)).isPresent()
                ? System.getProperty(SERVERS + server + "." + name)
                : null;
    }

    /// Keeps what a server's process says.
    static void rememberServer(String server, Map<String, String> said) {
        said.forEach((name, value) -> System.setProperty(SERVERS + server + "." + name, value));
    }
}
