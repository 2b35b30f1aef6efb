package io.meilibridge.dev.meilisearch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Holds a request until a test lets it go.
public final class Gate {

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    public void open() {
        opened.countDown();
    }

    /// @return whether a request has come, with its whole body, within the time
    public boolean awaitArrival(Duration limit) throws InterruptedException {
        return arrived.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void pass() throws InterruptedException {
        arrived.countDown();
        opened.await();
    }
}
