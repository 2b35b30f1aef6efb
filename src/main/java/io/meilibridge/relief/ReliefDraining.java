package io.meilibridge.relief;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.meilisearch.Delivery;
import io.meilibridge.meilisearch.Settlement;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Sends what was put aside, an entry after the other, as any batch is sent: several may be on
/// their way, each is kept until it is settled, and one that fails goes again with all later ones.
/// On the thread that sends the task's batches.
final class ReliefDraining {

    private static final System.Logger LOG = System.getLogger(ReliefDraining.class.getName());

    /// Entries that may be sent and not settled: what keeps both sides busy, and is held in memory.
    private static final int UNSETTLED_MAX = 4;

    private static final long LOOK_MILLIS = 200;

    private final ReliefTask task;
    private final ReliefStore store;
    private final BooleanSupplier stepsAside;

    /// @param stepsAside whether a delivery is not to wait any longer
    ReliefDraining(ReliefTask task, ReliefStore store, BooleanSupplier stepsAside) {
        this.task = task;
        this.store = store;
        this.stepsAside = stepsAside;
    }

    /// Asks how far the queue is done with, if that is not known.
    ///
    /// @throws ReliefLoss when there is no such queue, though there should be
    void know(ReliefQueue queue) throws ReliefLoss {
        if (queue.isKnown()) {
            return;
        }
        Optional<Long> done = store.done(queue.name());
        if (done.isEmpty() && queue.last() > 0) {
            throw lost(queue, "nothing", null);
        }
        queue.doneUpTo(done.orElse(0L));
    }

    /// Goes on: sends an entry, or waits a little for those that were sent.
    ///
    /// @return whether all are settled
    /// @throws ReliefLoss when an entry is not there any more
    boolean isDone(ReliefQueue queue) throws InterruptedException, ReliefLoss {
        know(queue);
        removeSettled(queue);
        if (queue.isDone()) {
            return true;
        }
        if (queue.sendsNext(UNSETTLED_MAX)) {
            send(queue);
        } else {
            queue.awaitChange(LOOK_MILLIS);
        }
        return false;
    }

    private void removeSettled(ReliefQueue queue) {
        long done = queue.done();
        long upTo = queue.settledUpTo();
        if (upTo == done) {
            return;
        }
        try {
            store.done(queue.name(), done + 1, upTo);
        } catch (CheckpointException unavailable) {
            // A server that is full takes nothing. What stays goes with the queue.
            LOG.log(System.Logger.Level.DEBUG, "{0}", unavailable.report());
        }
        queue.doneUpTo(upTo);
    }

    private void send(ReliefQueue queue) throws InterruptedException, ReliefLoss {
        long number = queue.next();
        Optional<byte[]> bytes = store.entry(queue.name(), number);
        if (bytes.isEmpty()) {
            passBy(queue, number);
            return;
        }
        ReliefEntry entry = read(queue, number, bytes.get());
        Sent sent = new Sent(queue, number, queue.sends());
        Settlement settlement =
                new Settlement(task.sender(), entry.batch(), task.sending().confirmation(), sent);
        task.destination().lane().reserve();
        try (Delivery delivery =
                new Delivery(
                        task.destination(),
                        settlement,
                        entry.keyField(),
                        task.sending().marks().get(),
                        stepsAside)) {
            delivery.converse(task.sending().http());
            if (delivery.hasSteppedAside()) {
                sent.returns();
            }
        }
    }

    /// Another process, which had the slot before, may have settled it after all.
    private void passBy(ReliefQueue queue, long number) throws ReliefLoss {
        long done = store.done(queue.name()).orElse(0L);
        if (done < number) {
            throw lost(queue, "none", null);
        }
        queue.doneUpTo(done);
    }

    private ReliefEntry read(ReliefQueue queue, long number, byte[] bytes) throws ReliefLoss {
        try {
            return ReliefEntry.of(bytes);
        } catch (IOException unreadable) {
            throw lost(queue, "something else as number " + number, unreadable);
        }
    }

    private ReliefLoss lost(ReliefQueue queue, String got, @Nullable Exception cause) {
        return new ReliefLoss(
                new DeliveryException(
                        ErrorCode.RELIEF_LOST,
                        "What was put aside of task '%s' is lost: expected entries up to %d in queue '%s', got %s."
                                .formatted(task.id(), queue.last(), queue.name(), got),
                        "Redis was emptied or set back. Read the table as a whole: POST"
                                + " /api/sync-tasks/"
                                + task.id()
                                + "/full-sync, then retry the task.",
                        cause));
    }

    /// What becomes of an entry.
    private static final class Sent implements Settlement.Outcome {

        private final ReliefQueue queue;
        private final long number;
        private final long round;
        private volatile boolean returned;

        Sent(ReliefQueue queue, long number, long round) {
            this.queue = queue;
            this.number = number;
            this.round = round;
        }

        /// It is kept where it is and sent in its turn.
        void returns() {
            returned = true;
            queue.returned();
        }

        @Override
        public void settled() {
            queue.settled(number, round);
        }

        @Override
        public void abandoned() {
            if (!returned) {
                queue.givenUp(round);
            }
        }

        @Override
        public void putAside() {
            abandoned();
        }
    }
}
