package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointKeeper;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.Tenure;
import io.meilibridge.checkpoint.Verdict;
import io.meilibridge.event.Lsn;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.pgoutput.StreamingMode;
import io.meilibridge.replication.PreflightReport;
import io.meilibridge.replication.PublicationState;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.SlotState;
import io.meilibridge.replication.Slots;
import io.meilibridge.replication.SourceInspector;
import io.meilibridge.replication.TableState;
import io.meilibridge.replication.WalStream;
import io.meilibridge.spool.SpoolFolder;
import io.meilibridge.spool.WholeTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Opens the stream of a slot: preflight, publication and slot where they are missing and may be
/// made, the judgement where to go on, and the connection. The first opening makes ledger and
/// keeper, which later ones take over. Used by the reader's thread; [#close()] by whoever ends the
/// source.
public final class SlotOpening implements SourceOpening, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SlotOpening.class.getName());

    private final SourcePlan plan;
    private final List<SyncTask> tasks;
    private final SourcePositions positions;
    private final SourceChecks checks;
    private final FullSyncs fullSyncs;
    private final BeforeStream before;
    private final Possession possession;
    private final Hearing hearing;
    private long epoch;
    private final boolean fallsBack;
    private volatile boolean anew;
    private volatile boolean dropsSlot;
    private @Nullable Kept kept;

    /// What lives on from one opening to the next.
    record Kept(DeliveryLedger ledger, CheckpointKeeper keeper) {}

    public SlotOpening(
            SourcePlan plan,
            List<SyncTask> tasks,
            SourcePositions positions,
            SourceChecks checks,
            FullSyncs fullSyncs,
            BeforeStream before,
            Tenure tenure,
            boolean fallsBack) {
        this.plan = plan;
        this.tasks = List.copyOf(tasks);
        this.positions = positions;
        this.checks = checks;
        this.fullSyncs = fullSyncs;
        this.before = before;
        this.possession = new Possession(plan.name(), this.tasks, fullSyncs, tenure, before);
        this.hearing =
                new Hearing(
                        plan.connections().options().session().walSenderLimit(), System::nanoTime);
        this.fallsBack = fallsBack;
    }

    @Override
    public OpenedStream open() throws InterruptedException {
        if (dropsSlot) {
            dropSlot();
        }
        PreflightReport report = checks.run();
        if (anew) {
            forget();
        }
        return plan.temporarySlot() ? onNewSlot(report) : onLastingSlot(report);
    }

    @Override
    public void beginAnew(boolean withNewSlot) {
        dropsSlot = withNewSlot;
        anew = true;
    }

    private void dropSlot() {
        try (Connection connection = plan.connections().openOrdinary()) {
            if (new SourceInspector(connection, plan.connections().options())
                    .slot(plan.slot())
                    .isPresent()) {
                new Slots(plan.connections()).drop(plan.slot());
                LOG.log(System.Logger.Level.INFO, "dropped slot ''{0}''", plan.slot());
            }
        } catch (SQLException closing) {
            LOG.log(System.Logger.Level.DEBUG, "a connection did not close", closing);
        }
        dropsSlot = false;
    }

    private synchronized void forget() {
        Kept present = kept;
        if (present != null) {
            present.keeper().close();
            kept = null;
        }
    }

    /// The slot first, then what is stored: whoever had it before writes nothing more.
    private OpenedStream onLastingSlot(PreflightReport report) throws InterruptedException {
        boolean missing = report.slot().isEmpty();
        if (missing) {
            possession.begin(this::takeKept);
            makeSlot(report);
        }
        WalStream stream =
                WalStream.open(plan.connections(), checks.streamOptions(report, Lsn.INVALID));
        boolean opened = false;
        try {
            possession.begin(this::takeKept);
            Verdict.GoOn goOn = judge(report, missing);
            identify(report);
            Kept present = keep(goOn, report);
            OpenedStream result = opened(stream, present, goOn.start(), report);
            opened = true;
            return result;
        } finally {
            if (!opened) {
                stream.close();
            }
        }
    }

    private void makeSlot(PreflightReport report) {
        try {
            positions.makeSlot(report, anew);
        } catch (SourceException fault) {
            fallBack(fault);
            positions.makeSlot(report, true);
        }
    }

    private Verdict.GoOn judge(PreflightReport report, boolean made) {
        try {
            return positions.judge(report, made, anew);
        } catch (SourceException fault) {
            fallBack(fault);
            return positions.judge(report, made, true);
        }
    }

    /// @throws SourceException the fault, where the tables are not to be read for it
    private void fallBack(SourceException fault) {
        if (!fallsBack || !fault.code().losesPosition() || !tasks.stream().allMatch(this::isRead)) {
            throw fault;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} Each table is read as a whole, because of ''recovery.fallback_to_start''.",
                fault.getMessage());
        beginAnew(false);
        forget();
    }

    @Override
    public PipelineException standingBy(PipelineException fault) {
        return possession.standingBy(fault, this::takeKept);
    }

    @Override
    public void requireOurs() {
        possession.requireOurs();
    }

    private synchronized @Nullable Kept takeKept() {
        Kept present = kept;
        kept = null;
        return present;
    }

    private boolean isRead(SyncTask task) {
        return task.definition().fullSync().start() != FullSyncPlan.Start.NONE;
    }

    /// A temporary slot ends with its connection, so each one is read from its own beginning.
    private OpenedStream onNewSlot(PreflightReport report) throws InterruptedException {
        Connection connection = plan.connections().openReplication();
        WalStream stream = null;
        try {
            Verdict.GoOn goOn = positions.beginAnew(report, connection);
            possession.begin(this::takeKept);
            identify(report);
            boolean again = ledger() != null;
            Kept present = keep(goOn, report);
            if (again) {
                fullSyncs.begin(goOn.newTasks());
                positions.moveTo(goOn.start(), present.ledger(), present.keeper());
            }
            stream =
                    WalStream.on(
                            connection,
                            plan.connections(),
                            checks.streamOptions(report, goOn.start()));
            return opened(stream, present, goOn.start(), report);
        } finally {
            if (stream == null) {
                closeQuietly(connection);
            }
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException closing) {
            LOG.log(System.Logger.Level.DEBUG, "a connection did not close", closing);
        }
    }

    private void identify(PreflightReport report) {
        for (SyncTask task : tasks) {
            List<String> key = report.keys().get(task.definition().table());
            if (key != null) {
                task.identifyBy(key);
            }
        }
    }

    private OpenedStream opened(WalStream stream, Kept present, Lsn start, PreflightReport report) {
        boolean twoPhase = sendsPrepared(report);
        present.ledger().expectPrepared(twoPhase);
        present.ledger().onReopen(start);
        hearing.heard(System.nanoTime());
        epoch++;
        return new OpenedStream(
                stream,
                present.ledger(),
                present.keeper(),
                new ChunkRouter(
                        new PgOutputDecoder(ProtocolOptions.version1()),
                        present.ledger(),
                        tasksByTable(report),
                        fullSyncs::announced),
                epoch,
                hearing,
                published(report),
                twoPhase || plan.stream().streaming() ? whole(present.ledger()) : null);
    }

    /// A slot that once did sends prepared transactions whatever it is asked for.
    private boolean sendsPrepared(PreflightReport report) {
        return plan.stream().twoPhase() || report.slot().stream().anyMatch(SlotState::twoPhase);
    }

    private WholeTransactions whole(DeliveryLedger ledger) {
        return new WholeTransactions(
                new ProtocolOptions(
                        plan.stream().protocolVersion(),
                        plan.stream().streaming() ? StreamingMode.ON : StreamingMode.OFF),
                new SpoolFolder(plan.spool()),
                new PreparedPositions(ledger));
    }

    private Map<String, PublishedTable> published(PreflightReport report) {
        Map<String, PublishedTable> published = new HashMap<>();
        for (SyncTask task : tasks) {
            for (PublicationState publication : report.publications()) {
                PublishedTable table = publication.tables().get(task.definition().table());
                if (table != null) {
                    published.put(task.id(), table);
                }
            }
        }
        return published;
    }

    private synchronized Kept keep(Verdict.GoOn goOn, PreflightReport report) {
        Kept present = kept;
        if (present != null) {
            return present;
        }
        DeliveryLedger ledger = positions.ledger(goOn);
        ledger.expectPrepared(sendsPrepared(report));
        for (SyncTask task : tasks) {
            if (goOn.overtaken().contains(task.id()) && !isRead(task)) {
                task.stop(positions.overtaken(task));
                ledger.disable(task.id());
            } else {
                task.join(ledger, hearing);
            }
        }
        CheckpointKeeper keeper = positions.keeper(goOn, ledger);
        fullSyncs.begin(goOn.startingWithStream());
        before.begins(goOn.startingWithStream());
        lookAtShapes(report);
        positions.store(goOn);
        anew = false;
        keeper.start();
        goOn.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
        Kept made = new Kept(ledger, keeper);
        kept = made;
        return made;
    }

    /// The catalog may be ahead of the stream, which then tells of a change that is known already.
    private void lookAtShapes(PreflightReport report) {
        Map<String, PublishedTable> published = published(report);
        for (SyncTask task : tasks) {
            TableState table = report.tables().get(task.definition().table());
            if (table != null) {
                PublishedTable all = new PublishedTable("", List.of());
                fullSyncs.announced(task, table.relation(published.getOrDefault(task.id(), all)));
            }
        }
    }

    private TableTasks tasksByTable(PreflightReport report) {
        boolean partitioned =
                report.tables().values().stream()
                        .anyMatch(table -> table.kind() == TableState.Kind.PARTITIONED);
        return new PartitionTasks(
                tasks, report.roots(), table -> partitioned ? checks.rootOf(table) : table);
    }

    @Override
    public long epoch() {
        return possession.epoch();
    }

    @Override
    public boolean serverWantsToStop() {
        return checks.serverWantsToStop();
    }

    /// Stores the last checkpoints, if the source ever streamed.
    @Override
    public synchronized void close() {
        if (kept != null) {
            kept.keeper().close();
        }
        checks.close();
    }

    /// What is in flight; null before the first opening.
    public synchronized @Nullable DeliveryLedger ledger() {
        return kept == null ? null : kept.ledger();
    }

    static SourceException together(List<SourceException> faults) {
        SourceException first = faults.getFirst();
        if (faults.size() == 1) {
            return first;
        }
        String all =
                faults.stream()
                        .map(fault -> fault.getMessage() + " " + fault.hint())
                        .collect(Collectors.joining("\n  - ", "Several faults:\n  - ", ""));
        return new SourceException(
                first.code(), all, "Mend them all, then retry the source.", first);
    }
}
