package io.meilibridge.dev.meilisearch.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.task.TaskWork.CancelTasks;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteTasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Numbers tasks and knows how each stands. Thread-safe; the scheduler is its only consumer.
public final class TaskQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private final BatchSelection selection;
    private final int tasksMax;
    private final TaskTable tasks = new TaskTable();
    private @Nullable Batch running;
    private boolean aborted;
    private boolean committing;
    private boolean paused;
    private int nextUid;
    private int nextBatchUid;

    /// @param tasksKept at so many tasks a tenth, the oldest finished ones, is deleted
    /// @param batchTasks how many tasks a batch has at most
    public record Limits(int tasksKept, int batchTasks) {}

    /// @param indexExists asked while the scheduler is not writing
    public TaskQueue(Clock clock, Limits limits, Predicate<String> indexExists) {
        this.clock = clock;
        this.tasksMax = limits.tasksKept();
        this.selection = new BatchSelection(indexExists, limits.batchTasks());
    }

    /// @return the summary that the client is answered
    public ObjectNode register(Task.Request request) {
        lock.lock();
        try {
            Task task = new Task(nextUid++, request, clock.instant());
            tasks.add(task);
            if (request.work() instanceof CancelTasks cancel && running != null && !committing) {
                aborted |=
                        running.tasks().stream().anyMatch(one -> cancel.uids().contains(one.uid()));
            }
            changed.signalAll();
            return task.summary();
        } finally {
            lock.unlock();
        }
    }

    public @Nullable ObjectNode view(int uid, Predicate<Task> visible) {
        lock.lock();
        try {
            Task task = tasks.find(uid);
            return task == null || !visible.test(task) ? null : task.view();
        } finally {
            lock.unlock();
        }
    }

    public ObjectNode page(TaskFilter filter, TaskPage page) {
        lock.lock();
        try {
            return page.view(tasks.matching(filter, running()));
        } finally {
            lock.unlock();
        }
    }

    public Set<Integer> uids(TaskFilter filter) {
        lock.lock();
        try {
            Set<Integer> uids = new HashSet<>();
            tasks.matching(filter, running()).forEach(task -> uids.add(task.uid()));
            return uids;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a task of the index is in *processing*.
    public boolean isIndexing(String indexUid) {
        lock.lock();
        try {
            return running().stream().anyMatch(one -> indexUid.equals(one.indexUid()));
        } finally {
            lock.unlock();
        }
    }

    /// No further batch begins; one that is being processed ends.
    public void pause(boolean pause) {
        lock.lock();
        try {
            paused = pause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Drops the finished tasks, as their retention does.
    public void forgetFinished() {
        lock.lock();
        try {
            tasks.removeFinished();
        } finally {
            lock.unlock();
        }
    }

    /// The finished tasks of some moment, and how far uids were.
    public record Saved(List<Task> finished, int nextUid, int nextBatchUid) {}

    public Saved save() {
        lock.lock();
        try {
            return new Saved(tasks.finished(), nextUid, nextBatchUid);
        } finally {
            lock.unlock();
        }
    }

    /// Goes on from there, as if nothing had come since. A batch that is being processed does not
    /// commit.
    public void setBack(Saved saved) {
        lock.lock();
        try {
            tasks.setBack(saved.finished());
            running = null;
            aborted = true;
            nextUid = saved.nextUid();
            nextBatchUid = saved.nextBatchUid();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Drops everything and counts from 0 again. A batch that is being processed does not commit.
    public void lose() {
        lock.lock();
        try {
            tasks.clear();
            running = null;
            aborted = true;
            nextUid = 0;
            nextBatchUid = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether nothing was waiting or running at some moment within the time
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (running != null || !tasks.waiting().isEmpty()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Blocks until there is something to do, and marks it as being processed.
    public Batch take() throws InterruptedException {
        lock.lock();
        try {
            while (paused || tasks.waiting().isEmpty()) {
                changed.await();
            }
            Batch batch = selection.next(tasks.waiting());
            Instant now = clock.instant();
            int uid = nextBatchUid++;
            for (Task task : batch.tasks()) {
                tasks.stopWaiting(task);
                task.start(uid, now);
            }
            running = batch;
            aborted = false;
            committing = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// Waits that long, or until the running batch is aborted.
    public void linger(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !aborted) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// From here on the batch cannot be aborted.
    ///
    /// @return false when it was aborted before: its tasks, if there still are any, wait again
    public boolean beginCommit(Batch batch) {
        lock.lock();
        try {
            if (!aborted) {
                committing = true;
                return true;
            }
            if (running != null) {
                for (Task task : batch.tasks()) {
                    task.giveBack();
                    tasks.waitAgain(task);
                }
                nextBatchUid--;
                running = null;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    public void finish(Collection<TaskOutcome> outcomes) {
        lock.lock();
        try {
            Instant now = clock.instant();
            outcomes.forEach(outcome -> outcome.task().finish(outcome, now));
            running = null;
            deleteOldest();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return how many were canceled: those that had not begun
    public int cancel(int by, Set<Integer> uids) {
        lock.lock();
        try {
            Instant now = clock.instant();
            int canceled = 0;
            for (int uid : uids) {
                Task task = tasks.find(uid);
                if (task != null && task.status() == TaskStatus.ENQUEUED) {
                    tasks.stopWaiting(task);
                    task.cancel(by, now);
                    canceled++;
                }
            }
            return canceled;
        } finally {
            lock.unlock();
        }
    }

    /// @return how many were deleted: those that were finished
    public int delete(Set<Integer> uids) {
        lock.lock();
        try {
            int before = tasks.size();
            for (int uid : uids) {
                Task task = tasks.find(uid);
                if (task != null && task.status().isFinished()) {
                    tasks.remove(uid);
                }
            }
            return before - tasks.size();
        } finally {
            lock.unlock();
        }
    }

    /// Gives the tasks older than `before` the index name that the function makes of theirs.
    public void rename(int before, UnaryOperator<String> names) {
        lock.lock();
        try {
            tasks.rename(before, names);
        } finally {
            lock.unlock();
        }
    }

    private List<Task> running() {
        return running == null ? List.of() : running.tasks();
    }

    private void deleteOldest() {
        if (tasks.size() < tasksMax) {
            return;
        }
        Set<Integer> oldest = tasks.oldestFinished(tasksMax / 10);
        if (!oldest.isEmpty()) {
            String shown = "?statuses=succeeded,failed,canceled";
            register(new Task.Request(null, new DeleteTasks(oldest, shown), null));
        }
    }
}
