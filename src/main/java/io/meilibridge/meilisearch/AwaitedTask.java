package io.meilibridge.meilisearch;

import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.DeliveryException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A task that a delivery waits for, since the next request rests on it.
final class AwaitedTask implements OpenTask {

    private final IndexLane lane;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable TaskView view;
    private volatile long unknownUid;

    AwaitedTask(IndexLane lane) {
        this.lane = lane;
    }

    @Override
    public IndexLane lane() {
        return lane;
    }

    @Override
    public int documents() {
        return 0;
    }

    /// Settings and creations say nothing of documents.
    @Override
    public void measured(int documents, Duration taken) {}

    @Override
    public void finished(TaskView finished) {
        view = finished;
        ended.countDown();
    }

    @Override
    public void unknown(long uid) {
        unknownUid = uid;
        ended.countDown();
    }

    boolean await(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean hasSucceeded() {
        TaskView ended = view;
        return ended != null && ended.status() == TaskView.Status.SUCCEEDED;
    }

    boolean failedWith(String errorCode) {
        TaskView ended = view;
        return ended != null && ended.errorCode().equals(errorCode);
    }

    /// How it ended; null when the server does not know it.
    @Nullable TaskView view() {
        return view;
    }

    DeliveryException fault(IndexUid index, String what) {
        TaskView ended = view;
        return ended == null
                ? DestinationFaults.taskUnknown(index, unknownUid, what)
                : DestinationFaults.taskFailed(
                        index, ended, what, Confirmation.INDEXED.afterFailure());
    }
}
