package io.meilibridge.endtoend;

import io.meilibridge.PostgresServer;
import io.meilibridge.dev.meilisearch.Fault;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.proxy.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What goes wrong at random around a process while it lives, each time one thing. Nothing of it
/// needs a person afterwards.
final class SoakFaults implements AutoCloseable {

    private static final Duration BATCH_DELAY = Duration.ofMillis(20);

    private static final int[] PASSING = {408, 425, 429, 500, 502, 504, 507};

    private final PostgresServer server;
    private final TcpProxy source;
    private final TcpProxy destination;
    private final MeilisearchStandIn meilisearch;
    private final Random random;
    private final HttpClient http = HttpClient.newHttpClient();

    SoakFaults(Scene scene, TcpProxy source, TcpProxy destination, Random random) {
        this.server = scene.server();
        this.source = source;
        this.destination = destination;
        this.meilisearch = scene.meilisearch();
        this.random = random;
        end();
    }

    /// Lets something go wrong.
    ///
    /// @return what, for the account of a failed run
    String begin(BridgeProcess bridge) throws Exception {
        return switch (random.nextInt(19)) {
            case 0 -> done("source cut", source::cut);
            case 1 -> done("source silent", source::fallSilent);
            case 2 -> done("source late", () -> source.delay(Duration.ofMillis(60)));
            case 3 -> done("source refused", source::refuse);
            case 4 -> done("destination cut", destination::cut);
            case 5 -> done("destination silent", destination::fallSilent);
            case 6 -> done("destination refused", destination::refuse);
            case 7 -> done("answers lost", () -> destination.loseAnswer(SoakFaults::isWrite));
            case 8 -> done("writes reset", () -> destination.resetAfter(SoakFaults::isWrite));
            case 9 -> done("polls lost", () -> destination.loseAnswer(r -> r.startsWith("GET")));
            case 10 -> refuseWrites();
            case 11 -> refusePolls();
            case 12 -> done("batches fail", () -> meilisearch.faults().failBatches(2, "internal"));
            case 13 -> cancelTasks();
            case 14 -> done("scheduler paused", meilisearch.scheduler()::pause);
            case 15 -> done("server slow", () -> slow(Duration.ofMillis(400)));
            case 16 -> terminate();
            case 17 -> restart();
            default -> pauseTask(bridge);
        };
    }

    private static String done(String what, Runnable fault) {
        fault.run();
        return what;
    }

    private static boolean isWrite(String request) {
        return !request.startsWith("GET") && request.contains("/documents");
    }

    private String refuseWrites() {
        if (random.nextInt(4) == 0) {
            meilisearch.faults().onWrites(2, Fault.unavailable(1));
            return "writes unavailable";
        }
        int status = PASSING[random.nextInt(PASSING.length)];
        meilisearch.faults().onWrites(3, new Fault.Refuse(status, "internal", Map.of()));
        return "writes " + status;
    }

    private String refusePolls() {
        int status = PASSING[random.nextInt(PASSING.length)];
        meilisearch
                .faults()
                .on(
                        (method, path) -> method.equals("GET") && path.startsWith("/tasks"),
                        4,
                        new Fault.Refuse(status, "internal", Map.of()));
        return "polls " + status;
    }

    private String cancelTasks() throws IOException, InterruptedException {
        URI uri = URI.create(meilisearch.url() + "/tasks/cancel?statuses=enqueued,processing");
        http.send(
                HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.discarding());
        return "tasks canceled";
    }

    private void slow(Duration perBatch) {
        meilisearch.scheduler().delayPerBatch(perBatch);
    }

    private String terminate() throws SQLException {
        server.execute(
                "postgres",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'meilibridge'"
                        + (random.nextBoolean() ? " AND backend_type = 'walsender'" : ""));
        return "backends terminated";
    }

    private String restart() {
        PostgresServer.StopMode mode =
                random.nextBoolean()
                        ? PostgresServer.StopMode.IMMEDIATE
                        : PostgresServer.StopMode.FAST;
        server.restart(mode);
        return "server restarted " + mode;
    }

    private String pauseTask(BridgeProcess bridge) {
        List<String> tasks = SoakTables.TASK_IDS;
        String task = tasks.get(random.nextInt(tasks.size()));
        bridge.post("/api/sync-tasks/" + task + "/pause");
        return "task " + task + " paused";
    }

    /// Everything goes well from now on, except for what has broken already.
    void end() {
        source.pass();
        destination.pass();
        meilisearch.faults().clear();
        meilisearch.scheduler().resume();
        slow(BATCH_DELAY);
    }

    /// Every task goes on.
    void resumeTasks(BridgeProcess bridge) {
        for (String task : SoakTables.TASK_IDS) {
            bridge.post("/api/sync-tasks/" + task + "/resume");
        }
    }

    /// The state of every task, of those that are not streaming.
    String notStreaming(BridgeProcess bridge) {
        Status status = new Status(bridge);
        StringBuilder text = new StringBuilder();
        for (String task : SoakTables.TASK_IDS) {
            if (!status.task(task).path("state").asText().equals("streaming")) {
                text.append(task).append(": ").append(status.task(task)).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        http.close();
    }
}
