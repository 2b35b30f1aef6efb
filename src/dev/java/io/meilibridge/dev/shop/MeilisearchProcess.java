package io.meilibridge.dev.shop;

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
import java.util.concurrent.locks.LockSupport;

/// A `meilisearch` of this machine, started for dev mode without a master key.
public final class MeilisearchProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int STOP_LIMIT_SECONDS = 10;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Path binary;
    private final String url;
    private final Process process;

    private MeilisearchProcess(Path binary, String url, Process process) {
        this.binary = binary;
        this.url = url;
        this.process = process;
    }

    /// Starts it and waits until it answers.
    ///
    /// @throws IOException when it does not
    static MeilisearchProcess start(Path binary, int port, Path folder) throws IOException {
        String address = "127.0.0.1:" + port;
        Path log = folder.resolve("meilisearch.log");
        ProcessBuilder builder = new ProcessBuilder(command(binary, address));
        // It writes dumps and snapshots into its working folder.
        builder.directory(Files.createDirectories(folder.resolve("meilisearch")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MEILI_"));
        MeilisearchProcess started =
                new MeilisearchProcess(binary, "http://" + address, builder.start());
        if (!started.awaitHealthy()) {
            started.close();
            throw new IOException(
                    binary + " does not answer on " + address + ":\n" + Files.readString(log));
        }
        return started;
    }

    /// In a session of its own where the system can: else Ctrl-C in the terminal would end it
    /// before the application has delivered its last changes.
    private static List<String> command(Path binary, String address) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(List.of(binary.toString(), "--db-path", "data", "--http-addr", address));
        command.add("--no-analytics");
        return command;
    }

    private boolean awaitHealthy() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/health"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (process.isAlive() && System.nanoTime() - end < 0) {
                if (answers(client, request)) {
                    return true;
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
        return false;
    }

    private static boolean answers(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String url() {
        return url;
    }

    Path binary() {
        return binary;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
