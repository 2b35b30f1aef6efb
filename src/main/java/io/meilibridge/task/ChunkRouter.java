package io.meilibridge.task;

import io.meilibridge.checkpoint.Admission;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.message.Begin;
import io.meilibridge.pgoutput.message.Commit;
import io.meilibridge.pgoutput.message.DeleteMessage;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.LogicalMessage;
import io.meilibridge.pgoutput.message.OriginMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.RelationMessage;
import io.meilibridge.pgoutput.message.StreamMessage;
import io.meilibridge.pgoutput.message.TruncateMessage;
import io.meilibridge.pgoutput.message.TwoPhaseMessage;
import io.meilibridge.pgoutput.message.TypeMessage;
import io.meilibridge.pgoutput.message.UpdateMessage;
import io.meilibridge.snapshot.DeliveredTransactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Turns chunks of one source's stream into what each sync task has to do: decodes every message,
/// keeps the ledger up with transactions, and gives each task the changes of its table that it has
/// not yet had. Changes of one task keep their order; a chunk gives a task one run, never several.
///
/// Used by the reader's thread alone.
public final class ChunkRouter {

    private static final System.Logger LOG = System.getLogger(ChunkRouter.class.getName());

    /// What a change costs beside its bytes while it is in flight: objects, headers, map entries.
    private static final int CHANGE_OVERHEAD_BYTES = 200;

    private final PgOutputDecoder decoder;
    private final DeliveryLedger ledger;
    private final TableTasks tables;
    private final BiConsumer<SyncTask, Relation> onAnnounced;
    private final IdentityHashMap<Relation, List<Run>> runsOf = new IdentityHashMap<>();
    private final Map<String, Run> runs = new LinkedHashMap<>();

    private final DeliveredTransactions delivered = new DeliveredTransactions();

    private @Nullable Relation lastRelation;
    private List<Run> lastRuns = List.of();
    private Lsn commitLsn = Lsn.INVALID;
    private @Nullable Instant commitTime;
    private int[] xids = new int[16];
    private int xidCount;
    private long ordinal;
    private boolean inTransaction;
    private long epoch = -1;
    private long lastNanos;
    private int xid;
    private @Nullable List<SeenChange> seen;

    /// @param onAnnounced told of each task's table each time it is announced
    public ChunkRouter(
            PgOutputDecoder decoder,
            DeliveryLedger ledger,
            TableTasks tables,
            BiConsumer<SyncTask, Relation> onAnnounced) {
        this.decoder = decoder;
        this.ledger = ledger;
        this.tables = tables;
        this.onAnnounced = onAnnounced;
    }

    /// The transactions that began to come so far.
    DeliveredTransactions delivered() {
        return delivered;
    }

    /// How long the last chunk took.
    long lastNanos() {
        return lastNanos;
    }

    /// The changes of all tables are kept from now on, until they are taken.
    void watch() {
        seen = new ArrayList<>();
    }

    /// Those that came since; they are kept no more.
    List<SeenChange> seen() {
        List<SeenChange> taken = seen;
        seen = null;
        return taken == null ? List.of() : taken;
    }

    /// What the chunk holds for each task that has anything in it.
    ///
    /// @throws DecodeException when a message is not what the protocol allows; the stream cannot be
    ///   read on then
    public List<Handover> route(WalChunk chunk) {
        long began = System.nanoTime();
        if (chunk.epoch() != epoch) {
            startAnew(chunk.epoch());
        }
        for (int i = 0; i < chunk.count(); i++) {
            byte[] frame = chunk.frames()[i];
            accept(decoder.decode(frame, WalChunk.HEADER_BYTES), frame.length);
        }
        List<Handover> handovers = handOver();
        // The last transaction may go on in the next chunk.
        if (xidCount > 0) {
            xids[0] = xids[xidCount - 1];
            xidCount = 1;
        }
        lastNanos = System.nanoTime() - began;
        return handovers;
    }

    private void remember(int xid) {
        if (xidCount == xids.length) {
            xids = Arrays.copyOf(xids, xidCount * 2);
        }
        xids[xidCount++] = xid;
    }

    private void startAnew(long newEpoch) {
        epoch = newEpoch;
        decoder.reset();
        runsOf.clear();
        runs.values().forEach(Run::clear);
        lastRelation = null;
        inTransaction = false;
    }

    private void accept(PgOutputMessage message, int bytes) {
        switch (message) {
            case InsertMessage insert -> {
                Relation relation = insert.relation();
                take(new ChangeEvent.Insert(relation, next(), insert.row()), bytes);
            }
            case UpdateMessage update ->
                    take(
                            new ChangeEvent.Update(
                                    update.relation(), next(), update.old(), update.row()),
                            bytes);
            case DeleteMessage delete ->
                    take(new ChangeEvent.Delete(delete.relation(), next(), delete.old()), bytes);
            case TruncateMessage truncate -> truncate(truncate.relations(), bytes);
            case Begin begin -> {
                commitLsn = begin.commitLsn();
                commitTime = begin.commitTime();
                ordinal = 0;
                xid = begin.xid();
                remember(begin.xid());
                delivered.delivered(begin.xid());
                ledger.begin(commitLsn, begin.xid());
                inTransaction = true;
            }
            case Commit commit -> {
                ledger.commit(commit.endLsn(), commit.commitTime());
                inTransaction = false;
            }
            // One that differs is a new instance; whose table it is, is looked up again in any
            // case.
            case RelationMessage announced -> announced(announced.relation());
            case TypeMessage _, OriginMessage _, LogicalMessage _ -> {}
            case StreamMessage stream -> refuseUnlessStray(stream);
            case TwoPhaseMessage twoPhase -> throw notNegotiated(twoPhase);
        }
    }

    private void announced(Relation relation) {
        runsOf.keySet().removeIf(known -> known.oid() == relation.oid());
        lastRelation = null;
        for (SyncTask task : tables.of(relation.table())) {
            if (task.definition().table().equals(relation.table())) {
                onAnnounced.accept(task, relation);
            }
        }
    }

    /// PostgreSQL 18 may send an abort of a streamed transaction under protocol 1, which nothing
    /// precedes.
    private static void refuseUnlessStray(StreamMessage message) {
        switch (message) {
            case StreamMessage.Abort _ -> {}
            case StreamMessage.Start _, StreamMessage.Stop _, StreamMessage.Commit _ ->
                    throw notNegotiated(message);
        }
    }

    private static DecodeException notNegotiated(PgOutputMessage message) {
        return new DecodeException(
                "Cannot use message "
                        + message.getClass().getSimpleName()
                        + ": expected only what protocol 1 allows, which was negotiated.");
    }

    private void truncate(List<Relation> relations, int bytes) {
        for (Relation relation : relations) {
            if (tables.isEmptied(relation.table(), relations)) {
                take(new ChangeEvent.Truncate(relation, next()), bytes);
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "partition {0} was truncated: the documents of its rows stay until a full"
                                + " sync, because the stream does not say which they are",
                        relation.table());
            }
        }
    }

    private Position next() {
        return new Position(commitLsn, ordinal++);
    }

    @SuppressWarnings("ReferenceEquality") // an announcement is its instance
    private void take(ChangeEvent event, int bytes) {
        if (seen != null) {
            seen.add(new SeenChange(event, xid, commitTime, bytes));
        }
        Relation relation = event.relation();
        if (relation != lastRelation) {
            lastRelation = relation;
            lastRuns = runsOf.computeIfAbsent(relation, this::runsOf);
        }
        for (int i = 0; i < lastRuns.size(); i++) {
            Run run = lastRuns.get(i);
            Admission admission = ledger.admit(run.task.id(), event.position().ordinal());
            if (admission == Admission.TAKE) {
                run.add(event, bytes + CHANGE_OVERHEAD_BYTES);
            }
        }
    }

    private List<Run> runsOf(Relation relation) {
        List<Run> found = new ArrayList<>();
        for (SyncTask task : tables.of(relation.table())) {
            found.add(runs.computeIfAbsent(task.id(), _ -> new Run(task)));
        }
        return found;
    }

    private List<Handover> handOver() {
        List<Handover> handovers = new ArrayList<>(runs.size());
        int[] seen = Arrays.copyOf(xids, xidCount);
        for (Run run : runs.values()) {
            if (!run.events.isEmpty()) {
                handovers.add(run.handOver(seen));
            }
        }
        return handovers;
    }

    /// What gathers for one task in the course of a chunk.
    private final class Run {

        private final SyncTask task;
        private List<ChangeEvent> events = new ArrayList<>();
        private ChangeCounts counts = new ChangeCounts();
        private @Nullable Instant firstCommit;
        private long bytes;

        Run(SyncTask task) {
            this.task = task;
        }

        void add(ChangeEvent event, int changeBytes) {
            if (events.isEmpty()) {
                firstCommit = commitTime;
            }
            events.add(event);
            counts.add(event);
            bytes += changeBytes;
        }

        Handover handOver(int[] seen) {
            Handover handover =
                    new Handover(
                            isUnfinished(),
                            new ChangeBatch(task.id(), events, seen),
                            new Unsettled(
                                    task,
                                    ledger.handOver(task.id(), bytes, firstCommit),
                                    counts,
                                    null));
            clear();
            return handover;
        }

        /// Whether its last change is of the transaction that goes on in the next chunk.
        private boolean isUnfinished() {
            return inTransaction && events.getLast().position().commitLsn().equals(commitLsn);
        }

        void clear() {
            events = new ArrayList<>();
            counts = new ChangeCounts();
            bytes = 0;
        }
    }
}
