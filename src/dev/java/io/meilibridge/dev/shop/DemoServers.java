package io.meilibridge.dev.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The servers of one dev mode and the folder that everything of theirs is in. Safe to share
/// between threads: an end waits for a start.
public final class DemoServers implements AutoCloseable {

    private final Path folder;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private DemoServers(Path folder) {
        this.folder = folder;
    }

    /// Makes the folder; starts nothing yet.
    public static DemoServers open() throws IOException {
        return new DemoServers(Files.createTempDirectory("meilibridge-dev-"));
    }

    public Path folder() {
        return folder;
    }

    /// The shop's database, with its first rows; they change when somebody streams that.
    public synchronized ShopDatabase startShop() throws IOException, SQLException {
        ShopDatabase database = ShopDatabase.start(folder);
        started.push(database);
        started.push(ShopLife.start(database, RandomGenerator.getDefault()));
        return database;
    }

    /// @param searchPath folders that a `meilisearch` is looked for in, as in the variable `PATH`
    public synchronized SearchServer startSearch(String searchPath) throws IOException {
        SearchServer search = SearchServer.start(searchPath, folder);
        started.push(search);
        return search;
    }

    /// Ends every server and deletes the folder.
    ///
    /// @throws IOException when something of it stays behind
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception cause) {
                failure = new IOException("Cannot end a server of dev mode.", cause);
            }
        }
        delete();
        if (failure != null) {
            throw failure;
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
