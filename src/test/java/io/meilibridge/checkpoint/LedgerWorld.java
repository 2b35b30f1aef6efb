package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Lsn;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A server with a made-up stream, a reader, settlers and an operator around one ledger, driven by
/// chance.
final class LedgerWorld {

    private static final List<String> TASKS = List.of("a", "b", "c");
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final Lsn BEGINNING = new Lsn(1000);

    private final Random random;
    private final Stream stream;
    private final List<InFlight> inFlight = new ArrayList<>();
    private DeliveryLedger ledger;
    private Reader reader;
    private Watermark stored;

    LedgerWorld(Random random) {
        this.random = random;
        this.stream = Stream.of(random, 40);
        this.ledger = stream.ledger();
        this.reader = new Reader(stream, ledger);
        this.stored = ledger.watermark();
    }

    void step() {
        switch (random.nextInt(25)) {
            case 0 -> ledger.detach(anyTask());
            case 1 -> ledger.attach(anyTask());
            case 2 -> reopen();
            case 3 -> crash();
            case 4 -> endAny(false);
            case 5 -> placeBack();
            case 24 -> failChunk();
            case 6, 7 -> stored = ledger.watermark();
            case 8, 9, 10, 11 -> endAny(true);
            case 12, 13, 14 -> inFlight.addAll(reader.handOver());
            default -> reader.readOne();
        }
    }

    private String anyTask() {
        return TASKS.get(random.nextInt(TASKS.size()));
    }

    private void reopen() {
        ledger.onReopen(stored.confirmable());
        reader = new Reader(stream, ledger, stored.confirmable());
    }

    /// A chunk is handed over and fails: some of its runs are given back, the others are in flight.
    /// Until the stream is opened anew anything may happen but reading.
    private void failChunk() {
        for (InFlight handed : reader.handOver()) {
            if (random.nextBoolean()) {
                handed.receipt().giveBack();
            } else {
                inFlight.add(handed);
            }
        }
        check();
        for (int i = random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> ledger.detach(anyTask());
                case 1 -> ledger.attach(anyTask());
                case 2 -> placeBack();
                case 3 -> stored = ledger.watermark();
                default -> endAny(random.nextBoolean());
            }
            check();
        }
        reopen();
    }

    /// All that is in flight is lost; the store and the slot remain.
    private void crash() {
        ledger = new DeliveryLedger(stored.confirmable(), stored.checkpoints(), CLOCK);
        reader = new Reader(stream, ledger, stored.confirmable());
        inFlight.clear();
    }

    private void endAny(boolean settled) {
        if (inFlight.isEmpty()) {
            return;
        }
        InFlight any = inFlight.remove(random.nextInt(inFlight.size()));
        if (settled) {
            any.settle();
        } else {
            any.receipt().abandon();
        }
    }

    private void placeBack() {
        String task = anyTask();
        Lsn back = stored.confirmable();
        Lsn now = ledger.checkpoint(task).lsn();
        long between = now.bytesSince(back);
        Lsn placed = new Lsn(back.value() + (between == 0 ? 0 : random.nextLong(between)));
        ledger.place(Checkpoint.at(task, placed, Instant.EPOCH));
        stored = ledger.watermark();
    }

    void check() {
        Lsn confirmable = ledger.confirmable();
        assertThat(confirmable).isGreaterThanOrEqualTo(stored.confirmable());
        stream.checkSettledBefore(confirmable);
        for (String task : TASKS) {
            stream.checkSettledBefore(ledger.checkpoint(task).lsn(), task);
        }
        assertThat(ledger.inFlight().events())
                .isEqualTo(inFlight.stream().mapToLong(each -> each.changes().size()).sum());
    }

    /// Everyone returns, everything is read and settled: the end is reached and nothing is missing.
    void finish() {
        inFlight.addAll(reader.handOver());
        while (!inFlight.isEmpty()) {
            endAny(random.nextInt(10) > 0);
        }
        TASKS.forEach(ledger::attach);
        stored = ledger.watermark();
        reopen();
        while (reader.readOne()) {
            if (random.nextInt(5) == 0) {
                inFlight.addAll(reader.handOver());
            }
        }
        inFlight.addAll(reader.handOver());
        while (!inFlight.isEmpty()) {
            endAny(true);
        }
        check();
        assertThat(ledger.confirmable()).isEqualTo(stream.end());
        assertThat(ledger.openReceipts()).isZero();
        assertThat(ledger.inFlight().bytes()).isZero();
    }

    /// One change of a task, and whether it was settled.
    static final class Change {

        private final String task;
        private final Lsn commitLsn;
        private final long ordinal;
        private volatile boolean settled;

        Change(String task, Lsn commitLsn, long ordinal) {
            this.task = task;
            this.commitLsn = commitLsn;
            this.ordinal = ordinal;
        }
    }

    record InFlight(Receipt receipt, List<Change> changes) {
        void settle() {
            changes.forEach(change -> change.settled = true);
            receipt.release();
        }
    }

    record Transaction(Lsn commitLsn, Lsn endLsn, List<Change> changes) {}

    /// What the server has to send. A commit's end is often the next one's commit LSN; keepalives
    /// stand between transactions.
    record Stream(List<Transaction> transactions, Lsn end) {

        static Stream of(Random random, int count) {
            List<Transaction> transactions = new ArrayList<>();
            long at = BEGINNING.value();
            for (int i = 0; i < count; i++) {
                at += random.nextBoolean() ? 0 : random.nextInt(1, 50);
                Lsn commitLsn = new Lsn(at);
                List<Change> changes = new ArrayList<>();
                for (int ordinal = random.nextInt(6); ordinal > 0; ordinal--) {
                    String task = TASKS.get(random.nextInt(TASKS.size()));
                    changes.add(new Change(task, commitLsn, changes.size()));
                }
                at += random.nextInt(1, 20);
                transactions.add(new Transaction(commitLsn, new Lsn(at), changes));
            }
            return new Stream(transactions, new Lsn(at + 100));
        }

        DeliveryLedger ledger() {
            List<Checkpoint> starts =
                    TASKS.stream()
                            .map(task -> Checkpoint.at(task, BEGINNING, Instant.EPOCH))
                            .toList();
            return new DeliveryLedger(BEGINNING, starts, CLOCK);
        }

        /// What a server would not send again after the LSN was confirmed has to be settled.
        void checkSettledBefore(Lsn confirmed) {
            TASKS.forEach(task -> checkSettledBefore(confirmed, task));
        }

        void checkSettledBefore(Lsn lsn, String task) {
            for (Transaction transaction : transactions) {
                if (!transaction.commitLsn.isBefore(lsn)) {
                    return;
                }
                for (Change change : transaction.changes) {
                    if (change.task.equals(task) && !change.settled) {
                        throw new AssertionError(
                                lsn + " passes a change of " + task + " at " + change.commitLsn);
                    }
                }
            }
        }
    }

    /// Reads the stream from an LSN on, as the server sends it: without transactions that committed
    /// before.
    static final class Reader {

        private final Stream stream;
        private final DeliveryLedger ledger;
        private final Map<String, List<Change>> taken = new HashMap<>();
        private int transaction;
        private int change = -1;
        private boolean atEnd;

        Reader(Stream stream, DeliveryLedger ledger) {
            this(stream, ledger, BEGINNING);
        }

        Reader(Stream stream, DeliveryLedger ledger, Lsn start) {
            this.stream = stream;
            this.ledger = ledger;
            while (transaction < stream.transactions.size()
                    && stream.transactions.get(transaction).commitLsn.isBefore(start)) {
                transaction++;
            }
        }

        /// @return false at the end
        boolean readOne() {
            if (transaction == stream.transactions.size()) {
                if (!atEnd) {
                    ledger.keepalive(stream.end);
                }
                atEnd = true;
                return false;
            }
            Transaction current = stream.transactions.get(transaction);
            if (change < 0) {
                ledger.keepalive(current.commitLsn);
                ledger.begin(current.commitLsn, transaction);
                change = 0;
            } else if (change < current.changes.size()) {
                admit(current.changes.get(change++));
                ledger.keepalive(current.endLsn);
            } else {
                ledger.commit(current.endLsn, Instant.EPOCH);
                transaction++;
                change = -1;
            }
            return true;
        }

        private void admit(Change next) {
            if (ledger.admit(next.task, next.ordinal) == Admission.TAKE) {
                taken.computeIfAbsent(next.task, task -> new ArrayList<>()).add(next);
            }
        }

        List<InFlight> handOver() {
            List<InFlight> handed = new ArrayList<>();
            taken.forEach((task, changes) ->
                    handed.add(new InFlight(ledger.handOver(task, 10L * changes.size()), changes)));
            taken.clear();
            return handed;
        }
    }
}
