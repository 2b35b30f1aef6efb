package io.meilibridge.meilisearch;

import io.meilibridge.batch.Batch;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.OfDocument;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Makes good what a failed or unknown task has left undone in an index, on a thread of its own
/// (HAZARDS C1).
///
/// Nothing else is sent to the index meanwhile, and what was sent is awaited. Then the failed batch
/// and all later ones of its sync task, folded into one, are sent again, one awaited task at a
/// time: so nothing older than what the index has been sent is ever sent. What fails because of a
/// document is halved until the document is known, which the sync task then keeps as a dead letter.
final class Mending {

    /// How long a wait lasts before it looks whether the task still sends.
    private static final Duration LOOK = Duration.ofMillis(200);

    /// Documents of one awaited task.
    private static final int PIECE_DOCUMENTS = 1000;

    /// So many refused documents without a good one between them are no accident.
    private static final int REFUSED_IN_A_ROW_MAX = 100;

    private static final boolean OLD_ALONE = Failpoints.on("mend-without-later");

    private final DestinationIndex destination;
    private final Function<Request, Answer> http;
    private final AtomicBoolean running = new AtomicBoolean();

    Mending(DestinationIndex destination, Function<Request, Answer> http) {
        this.destination = destination;
        this.http = http;
    }

    /// A task has failed: begins, unless it has begun.
    void wanted() {
        if (running.compareAndSet(false, true)) {
            Thread.ofPlatform()
                    .daemon()
                    .name("mending-" + destination.lane().index())
                    .start(this::run);
        }
    }

    private void run() {
        try {
            destination.lane().sending().lockInterruptibly();
            try {
                Optional<Sender> broken = destination.kept().broken();
                if (broken.isPresent()) {
                    mend(broken.get());
                }
            } finally {
                if (destination.lane().sending().isHeldByCurrentThread()) {
                    destination.lane().sending().unlock();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            running.set(false);
        }
        if (destination.kept().broken().isPresent()) {
            wanted();
        }
    }

    private void mend(Sender sender) throws InterruptedException {
        while (sender.isSending() && !destination.lane().awaitQuiet(LOOK)) {}
        List<KeptBatches.Kept> all = destination.kept().fromBroken(sender);
        if (all.isEmpty()) {
            return;
        }
        List<KeptBatches.Kept> batches = OLD_ALONE ? all.subList(0, 1) : all;
        // A task that is unknown may be so because the index is gone.
        destination.preparation().lookAgain();
        try {
            sendAgain(sender, batches);
        } catch (RuntimeException bug) {
            DeliveryException fault =
                    new DeliveryException(
                            ErrorCode.TASK_FAILED,
                            "What a failed task of index '"
                                    + destination.lane().index()
                                    + "' left undone cannot be made good.",
                            "See the cause in the log, then retry the task.",
                            bug);
            // The batches are given up by now: only a stop tells of it.
            sender.stop(fault);
        }
        destination.kept().settle();
    }

    private void sendAgain(Sender sender, List<KeptBatches.Kept> batches)
            throws InterruptedException {
        KeptBatches.Kept last = batches.getLast();
        Batch together = KeptBatches.together(batches);
        Settlement settlement =
                new Settlement(sender, together, Confirmation.INDEXED, outcome(batches));
        destination.lane().reserve();
        try (Delivery delivery =
                new Delivery(
                        destination,
                        settlement,
                        last.keyField(),
                        last.metadata(),
                        pieces(together),
                        new Awaiting(sender, last.metadata()))) {
            delivery.converse(http);
        }
    }

    private static Settlement.Outcome outcome(List<KeptBatches.Kept> batches) {
        return new Settlement.Outcome() {
            @Override
            public void settled() {
                batches.forEach(kept -> kept.settlement().mended());
            }

            @Override
            public void abandoned() {
                batches.forEach(kept -> kept.settlement().giveUp());
            }
        };
    }

    private static Deque<Piece> pieces(Batch batch) {
        Deque<Piece> pieces = new ArrayDeque<>();
        for (Piece piece : Piece.of(batch)) {
            if (piece instanceof Piece.Changes changes) {
                pieces.addAll(changes.parts(PIECE_DOCUMENTS));
            } else {
                pieces.add(piece);
            }
        }
        return pieces;
    }

    /// Awaits the task of each piece.
    private final class Awaiting implements Delivery.Acceptance {

        private final Sender sender;
        private final String positions;
        private int refusedInARow;

        Awaiting(Sender sender, String positions) {
            this.sender = sender;
            this.positions = positions;
        }

        @Override
        public List<Piece> accepted(Piece piece, Request request, TaskStamp stamp)
                throws InterruptedException {
            AwaitedTask task = new AwaitedTask(destination.lane());
            destination.watch().opened(stamp, task);
            while (!task.await(LOOK)) {
                if (!sender.isSending()) {
                    return List.of(piece);
                }
            }
            if (task.hasSucceeded()) {
                refusedInARow = 0;
                return List.of();
            }
            TaskView view = task.view();
            if (view == null) {
                throw task.fault(destination.lane().index(), positions);
            }
            FailedTask failed = FailedTask.of(view);
            if (failed == FailedTask.AGAIN) {
                throw DestinationFaults.taskToRepeat(destination.lane().index(), view, positions);
            }
            if (failed == FailedTask.STOP || !(piece instanceof Piece.Changes changes)) {
                throw task.fault(destination.lane().index(), positions);
            }
            if (changes.changes().size() > 1) {
                return changes.halves();
            }
            refuse(changes.changes().getFirst(), view);
            return List.of();
        }

        private void refuse(OfDocument change, TaskView view) {
            DeliveryException fault =
                    DestinationFaults.documentRefused(
                            destination.lane().index(), view, change.position());
            if (++refusedInARow > REFUSED_IN_A_ROW_MAX) {
                throw new DeliveryException(
                        ErrorCode.TOO_MANY_REFUSED,
                        "More than %d documents in a row were refused. The last: %s"
                                .formatted(REFUSED_IN_A_ROW_MAX, fault.getMessage()),
                        "That is hardly the fault of single rows: look at the settings of the index"
                                + " and at the task's mapping, then retry the task.");
            }
            String document =
                    switch (change) {
                        case Replace replace -> replace.document().json();
                        case Patch patch -> patch.document().json();
                        case Delete _ -> "";
                    };
            sender.refused(new Refusal(change.id().value(), change.position(), document, fault));
        }
    }
}
