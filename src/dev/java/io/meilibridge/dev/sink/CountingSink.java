package io.meilibridge.dev.sink;

import io.meilibridge.dev.http.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// A server that answers as Meilisearch does to a writer, counts rows without parsing them, and
/// lets every task succeed after a fixed time. For benchmarks.
public final class CountingSink implements AutoCloseable {

    private final SinkTasks tasks;
    private final ArrivalLog arrivals = new ArrivalLog();
    private final HttpServer server;

    private CountingSink(int port, Duration perTask) {
        this.tasks = new SinkTasks(Clock.systemUTC(), perTask);
        this.server = HttpServer.start(port, "sink", new SinkFront(tasks, arrivals));
    }

    /// @param port 0 for any free one
    /// @param perTask how long each task takes, one after the other; zero: tasks have succeeded
    ///   when they are first looked at
    public static CountingSink start(int port, Duration perTask) {
        return new CountingSink(port, perTask);
    }

    public String url() {
        return server.url();
    }

    /// Of the tasks that are registered from now on.
    public void perTask(Duration other) {
        tasks.perTask(other);
    }

    /// Documents and ids in all write requests.
    public long rows() {
        return arrivals.rows();
    }

    public long bytes() {
        return arrivals.bytes();
    }

    /// The write requests, in the order in which they were complete.
    public List<Arrival> arrivals() {
        return arrivals.all();
    }

    /// Counts from 0 again. Tasks and indexes stay.
    public void clear() {
        arrivals.clear();
    }

    /// @return false when fewer rows have arrived after that time
    public boolean awaitRows(long rows, Duration limit) throws InterruptedException {
        return arrivals.awaitRows(rows, limit);
    }

    /// Whether every task has succeeded by now.
    public boolean isSettled() {
        return tasks.areDone();
    }

    @Override
    public void close() {
        server.close();
    }
}
