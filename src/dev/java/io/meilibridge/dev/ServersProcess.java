package io.meilibridge.dev;

import io.meilibridge.dev.shop.DemoServersMain;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Starts the process of the servers and learns from it where they are. It ends by itself when the
/// process that it serves has ended.
final class ServersProcess {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private ServersProcess() {}

    /// Starts what is wanted and waits until it runs.
    ///
    /// @param wanted `postgres`, `meilisearch`
    /// @return what the process says of itself, and its `pid`
    /// @throws IOException when it does not come up; it has then said why on standard error
    static Map<String, String> start(ProcessHandle served, List<String> wanted) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(List.of("-cp", classPath(), DemoServersMain.class.getName()));
        command.add(String.valueOf(served.pid()));
        command.addAll(wanted);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Map<String, String> said = new TreeMap<>();
        said.put("pid", String.valueOf(process.pid()));
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("ready")) {
                return said;
            }
            int equals = line.indexOf('=');
            if (equals > 0) {
                said.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        throw new IOException("The servers of dev mode did not start: " + wanted);
    }

    /// The classes of this application and every archive that its class loader knows. Dev mode's
    /// own class path names only what dev mode itself needs.
    private static String classPath() throws IOException {
        Set<String> places = new LinkedHashSet<>();
        try {
            URI classes =
                    DemoServersMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI();
            places.add(Path.of(classes).toString());
            ClassLoader loader = ServersProcess.class.getClassLoader();
            for (var manifest : Collections.list(loader.getResources(MANIFEST))) {
                String archive = manifest.getPath();
                if (manifest.getProtocol().equals("jar")) {
                    String file = archive.substring(0, archive.indexOf("!/"));
                    places.add(Path.of(new URI(file)).toString());
                }
            }
        } catch (URISyntaxException strange) {
            throw new IOException(strange);
        }
        return String.join(File.pathSeparator, places);
    }
}
