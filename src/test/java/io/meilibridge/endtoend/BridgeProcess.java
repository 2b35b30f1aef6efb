package io.meilibridge.endtoend;

import io.meilibridge.FreePort;
import io.meilibridge.fault.Failpoints;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One process of the packaged application, in a working folder of its own, on a free port.
public final class BridgeProcess implements AutoCloseable {

    private static final Path JAR =
            Path.of(System.getProperty("quarkus.app.directory", "target/quarkus-app"))
                    .resolve("quarkus-run.jar")
                    .toAbsolutePath();

    /// As users start it, from the project's folder.
    private static final Path JVM_OPTIONS = Path.of("jvm.options").toAbsolutePath();

    private static final Duration SOON = Duration.ofSeconds(5);

    /// For what may have the pipeline built again.
    private static final Duration REBUILDING = Duration.ofSeconds(40);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path folder;
    private final Path log;
    private final int port;
    private final Process process;

    private BridgeProcess(Path folder, Path log, int port, Process process) {
        this.folder = folder;
        this.log = log;
        this.port = port;
        this.process = process;
    }

    /// Starts the service with what is in the folder's `config.yaml`.
    ///
    /// The failpoints of this JVM are those of the process: any test can so be seen to need its
    /// mechanism.
    ///
    /// @param jvmOptions after those of the file `jvm.options`
    public static BridgeProcess start(Path folder, String... jvmOptions) throws IOException {
        return startOn(FreePort.next(), folder, jvmOptions);
    }

    /// The same on a port of the test's choice.
    static BridgeProcess startOn(int port, Path folder, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        if (isHangUpIgnored()) {
            command.addAll(List.of("env", "--default-signal=HUP"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + JVM_OPTIONS);
        command.addAll(List.of(jvmOptions));
        command.add("-Dquarkus.http.port=" + port);
        String failpoints = System.getProperty(Failpoints.PROPERTY);
        if (failpoints != null) {
            command.add("-D" + Failpoints.PROPERTY + "=" + failpoints);
        }
        command.addAll(List.of("-jar", JAR.toString(), "run"));
        Path log = folder.resolve("log-" + port + ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MEILI"));
        return new BridgeProcess(folder, log, port, builder.start());
    }

    /// As below `nohup`, which a process hands on to those that it starts.
    private static boolean isHangUpIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(
                        line -> (Integer.parseInt(line.substring(line.length() - 1), 16) & 1) == 1);
    }

    public Path folder() {
        return folder;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Everything the process has printed.
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return "no log: " + unreadable;
        }
    }

    /// The body of a GET on the API; empty while it does not answer.
    public String get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), SOON);
    }

    /// The body of a POST without one on the API; empty while it does not answer.
    public String post(String path) {
        return send(
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()), SOON);
    }

    /// The body of a POST of JSON on the API; empty while it does not answer.
    public String post(String path, String json) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                REBUILDING);
    }

    /// The body of the answer to a PUT of JSON on the API; empty while it does not answer.
    public String put(String path, String json) {
        return send(
                HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofString(json)),
                REBUILDING);
    }

    /// The body of the answer to a DELETE on the API; empty while it does not answer.
    public String delete(String path) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE(), REBUILDING);
    }

    /// The status of a GET; 0 while it does not answer.
    public int status(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(uri(path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException unreachable) {
            return 0;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private String send(HttpRequest.Builder request, Duration limit) {
        try {
            return http.send(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException unreachable) {
            return "";
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// SIGKILL.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /// Of a process that has ended.
    int exitStatus() {
        return process.exitValue();
    }

    /// SIGTERM.
    ///
    /// @return the exit code
    public int terminate(Duration limit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The process did not end within " + limit + ":\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
