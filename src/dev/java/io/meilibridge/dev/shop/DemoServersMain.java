package io.meilibridge.dev.shop;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The process of the servers. It ends when the process that it was started for has ended, in
/// whatever way. A signal alone does not end it sooner: Ctrl-C in a terminal reaches all processes
/// at once, and the application still has changes to deliver.
///
/// Standard output is for that process: one line `name=value` for each thing it wants to know, then
/// `ready`.
public final class DemoServersMain {

    /// Longer than the application's own end may take.
    private static final int WAIT_SECONDS = 60;

    private DemoServersMain() {}

    /// @param arguments the process to serve, then what to start: `postgres`, `meilisearch`
    public static void main(String... arguments) throws IOException {
        CompletableFuture<?> end =
                ProcessHandle.of(Long.parseLong(arguments[0]))
                        .<CompletableFuture<?>>map(ProcessHandle::onExit)
                        .orElseGet(() -> CompletableFuture.completedFuture(null));
        CompletableFuture<Object> failed = new CompletableFuture<>();
        DemoServers servers = DemoServers.open();
        CompletableFuture<?> mayEnd = CompletableFuture.anyOf(end, failed);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(servers, mayEnd), "end"));
        int status = 0;
        try {
            start(servers, List.of(arguments));
            mayEnd.join();
        } catch (IOException | SQLException | RuntimeException failure) {
            System.err.println("Cannot start the servers of dev mode.");
            failure.printStackTrace();
            failed.complete(failure);
            status = 1;
        }
        System.exit(status);
    }

    private static void start(DemoServers servers, List<String> wanted)
            throws IOException, SQLException {
        System.out.println("folder=" + servers.folder());
        if (wanted.contains("postgres")) {
            System.out.println("postgres=" + servers.startShop().port());
        }
        if (wanted.contains("meilisearch")) {
            String path = System.getenv().getOrDefault("PATH", "");
            SearchServer search = servers.startSearch(path);
            System.out.println("meilisearch=" + search.url());
            System.out.println("meilisearch.description=" + search.description());
        }
        System.out.println("ready");
    }

    private static void close(DemoServers servers, CompletableFuture<?> mayEnd) {
        try {
            mayEnd.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException _) {
            System.err.println("Dev mode ends its servers, although the application still runs.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            servers.close();
        } catch (IOException failure) {
            System.err.println("Dev mode leaves something behind in " + servers.folder());
            failure.printStackTrace();
        }
    }
}
