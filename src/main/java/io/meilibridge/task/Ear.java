package io.meilibridge.task;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.SourceInspector;
import io.meilibridge.replication.WalStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/// Listens on a source's stream whether PostgreSQL is there. A silent stream asks by itself. While
/// nothing is read from it, or so much comes that an answer would be late, it is looked from the
/// side who reads the slot. Used by the reader's thread.
final class Ear {

    private static final System.Logger LOG = System.getLogger(Ear.class.getName());

    private final SourcePlan plan;
    private final WalStream stream;
    private final Hearing hearing;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean lost;
    private long lookedNanos = System.nanoTime();

    Ear(SourcePlan plan, OpenedStream opened) {
        this.plan = plan;
        this.stream = opened.stream();
        this.hearing = opened.hearing();
    }

    /// @throws SourceException when the server has given the stream up
    void listen() {
        hearing.heard(stream.heardAfterNanos());
        lookIf(hearing.isPressing());
    }

    /// The same while nothing is read.
    ///
    /// @throws SourceException when the server has given the stream up
    void listenWhileHeld() {
        lookIf(hearing.isToBeLookedFor());
    }

    private void lookIf(boolean silent) {
        if (silent && isDue()) {
            lookFromTheSide();
        }
        if (lost) {
            throw new SourceException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "The server has given up the stream of slot '" + plan.slot() + "'.",
                    "It is opened anew.");
        }
    }

    private boolean isDue() {
        long now = System.nanoTime();
        boolean due = now - lookedNanos >= hearing.lookPauseNanos();
        if (due) {
            lookedNanos = now;
        }
        return due;
    }

    private void lookFromTheSide() {
        if (looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("slot-look-" + plan.name()).start(this::look);
        }
    }

    /// That the slot is read by our stream's process on the server says as much as a word on it.
    private void look() {
        long began = System.nanoTime();
        try (Connection connection = plan.connections().openOrdinary()) {
            OptionalInt reader =
                    new SourceInspector(connection, plan.connections().options())
                            .slot(plan.slot())
                            .map(slot -> slot.activePid())
                            .orElse(OptionalInt.empty());
            if (reader.orElse(0) == stream.serverProcess()) {
                hearing.heard(began);
            } else {
                lost = true;
            }
        } catch (SQLException | PipelineException unheard) {
            LOG.log(System.Logger.Level.DEBUG, "no word from the side either", unheard);
        } finally {
            looking.set(false);
        }
    }
}
