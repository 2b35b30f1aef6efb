package io.meilibridge.dev.meilisearch.schedule;

import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.task.Batch;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskOutcome;
import io.meilibridge.dev.meilisearch.task.TaskQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Works off the queue on a thread of its own, and is what tests hold, slow down and listen to.
public final class Scheduler implements AutoCloseable {

    private final TaskQueue queue;
    private final BatchExecution execution;
    private final Thread thread;

    /// Held while a batch is executed and ended.
    private final ReentrantLock working = new ReentrantLock();

    private final List<Consumer<FinishedTask>> listeners = new CopyOnWriteArrayList<>();
    private volatile Duration perTask = Duration.ZERO;
    private volatile Duration perBatch = Duration.ZERO;

    public Scheduler(TaskQueue queue, Indexes indexes, DocumentCheck check, Clock clock) {
        this.queue = queue;
        this.execution =
                new BatchExecution(
                        new DocumentWork(indexes, check, clock),
                        new IndexWork(indexes, queue, clock),
                        new SettingsWork(indexes, clock),
                        new TaskMaintenance(queue));
        this.thread =
                Thread.ofPlatform().daemon().name("meilisearch-scheduler").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// No further batch begins until [#resume]; one that is being processed ends. Requests are
    /// taken all the while.
    public void pause() {
        queue.pause(true);
    }

    public void resume() {
        queue.pause(false);
    }

    /// Each task takes at least so long; those of a batch one after the other.
    public void delayPerTask(Duration delay) {
        perTask = delay;
    }

    /// Each batch takes at least so long, besides the delay of its tasks.
    public void delayPerBatch(Duration delay) {
        perBatch = delay;
    }

    /// Calls the listener for every task that was processed, in the order in which they finish, and
    /// before any client can see the task as finished. Canceled tasks are not told.
    public void onFinished(Consumer<FinishedTask> listener) {
        listeners.add(listener);
    }

    /// @return false when tasks are still waiting or running after that time
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        return queue.awaitIdle(limit);
    }

    /// Runs something between two batches.
    public void betweenBatches(Runnable action) {
        working.lock();
        try {
            action.run();
        } finally {
            working.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Batch batch = queue.take();
                queue.linger(perBatch.plus(perTask.multipliedBy(batch.tasks().size())).toNanos());
                betweenBatches(() -> process(batch));
            }
        } catch (InterruptedException e) {
            // close() was called.
            Thread.currentThread().interrupt();
        }
    }

    private void process(Batch batch) {
        if (!queue.beginCommit(batch)) {
            return;
        }
        List<TaskOutcome> outcomes = execution.execute(batch);
        for (TaskOutcome outcome : outcomes) {
            FinishedTask finished = finished(outcome);
            listeners.forEach(listener -> listener.accept(finished));
        }
        queue.finish(outcomes);
    }

    private static FinishedTask finished(TaskOutcome outcome) {
        Task task = outcome.task();
        return new FinishedTask(
                task.uid(),
                task.indexUid(),
                task.type(),
                outcome.error() == null ? null : outcome.error().code(),
                task.customMetadata());
    }
}
