package io.meilibridge.dev.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What has arrived. Thread-safe.
final class ArrivalLog {

    private final List<Arrival> arrivals = new ArrayList<>();
    private long rows;
    private long bytes;

    synchronized void add(String indexUid, int count, long size) {
        rows += count;
        bytes += size;
        arrivals.add(new Arrival(System.nanoTime(), indexUid, count, rows, size));
        notifyAll();
    }

    synchronized long rows() {
        return rows;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized List<Arrival> all() {
        return new ArrayList<>(arrivals);
    }

    synchronized void clear() {
        arrivals.clear();
        rows = 0;
        bytes = 0;
    }

    synchronized boolean awaitRows(long wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (rows < wanted) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }
}
