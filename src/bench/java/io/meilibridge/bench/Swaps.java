package io.meilibridge.bench;

import io.meilibridge.PostgresServer;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long an index takes to be filled anew beside the searched one and swapped in, in a stand-in
/// that keeps the documents: so it is the stand-in that most of the time goes to.
final class Swaps {

    private static final String NAME = "bench_swap";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /// The stand-in keeps every document, of both indexes.
    private static final int DOCUMENTS = 300_000;

    /// One rebuild.
    ///
    /// @param nanos from the order to the end, when the old index is gone
    /// @param cpuNanos of the process in that time
    record Run(int documents, long nanos, long cpuNanos, long peakMegabytes) {}

    private final PostgresServer server;
    private final String[] jvmOptions;
    private final List<Run> runs = new ArrayList<>();

    Swaps(PostgresServer server, String... jvmOptions) {
        this.server = server;
        this.jvmOptions = jvmOptions;
    }

    List<Run> runs() {
        return runs;
    }

    /// Fills an index, then that many times another in its place. Leaves so many rows in the table.
    void run(int rounds) throws IOException, InterruptedException, SQLException {
        server.execute(
                ProductTable.DATABASE,
                "DELETE FROM products WHERE id > " + DOCUMENTS,
                "VACUUM FULL ANALYZE products");
        try (MeilisearchStandIn meilisearch = MeilisearchStandIn.start(Options.standard());
                Application application =
                        new Application(
                                server, meilisearch.url(), NAME, "mode: swap", jvmOptions)) {
            application.start();
            application.awaitStreaming();
            application.jobs().awaitLast("products", "done", LIMIT);
            for (int i = 0; i < rounds; i++) {
                runs.add(rebuild(application, meilisearch));
            }
            application.stop();
        }
    }

    private static Run rebuild(Application application, MeilisearchStandIn meilisearch)
            throws IOException {
        long cpuBefore = application.cpuNanos();
        long start = System.nanoTime();
        application.jobs().run("products", "{}", LIMIT);
        return new Run(
                meilisearch.count(NAME),
                System.nanoTime() - start,
                application.cpuNanos() - cpuBefore,
                application.peakMegabytes());
    }
}
