package io.meilibridge.camel;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Calls lanes back after a while: when their pace is kept, when a batch has grown old. Owns one
/// thread; calls are short.
final class LaneClock implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LaneClock.class.getName());

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("lane-clock").daemon().factory());

    void callAfter(Duration wait, Runnable call) {
        try {
            Future<?> _ =
                    executor.schedule(() -> guarded(call), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "lane clock is closed, a call is dropped");
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "a lane's call failed", bug);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
