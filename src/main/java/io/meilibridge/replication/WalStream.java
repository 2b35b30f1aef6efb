package io.meilibridge.replication;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;

/// The stream of one slot: raw pgoutput messages out, status reports in. PostgreSQL docs, Streaming
/// Replication Protocol.
///
/// Messages come in the server's order and each exactly once; after a new [#open] the server sends
/// again everything past the slot's confirmed flush LSN. Nothing is confirmed but what
/// [#sendStatus] says, also when the server asks. One thread reads and reports; [#close] may come
/// from any thread and ends a read in progress with a [SourceException].
///
/// A server that is silent for a third of `wal_sender_timeout` is asked whether it is there; the
/// stream is dead when it has not answered within the rest. TCP alone would not notice a connection
/// that a firewall has forgotten. Only a thread that reads can tell: while none does, nothing is
/// concluded.
public final class WalStream implements AutoCloseable {

    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    /// 'k', WAL end, clock, reply requested.
    private static final int KEEPALIVE_BYTES = 1 + 8 + 8 + 1;

    /// 'r', received, flushed, applied, clock, reply requested.
    private static final int STATUS_BYTES = 1 + 3 * 8 + 8 + 1;

    /// The driver waits a whole millisecond before it says that nothing is pending, except at the
    /// stream's end, which it reports in the same way, but at once.
    private static final long SURELY_WAITED_NANOS = 500_000;

    private static final long NAP_MAX_NANOS = 5_000_000;

    /// A server that is silent for this part of the limit is asked to say something.
    private static final int ASK_AFTER_PART = 3;

    private static final boolean NEVER_DEAF = Failpoints.on("no-silence-limit");

    /// How long [#awaitInput] polls without naps.
    private static final long AWAKE_NANOS = 1_000_000_000;

    /// Held, because the driver closes a connection that nobody refers to.
    private final Connection connection;

    private final CopyDual copy;
    private final PgConnections connections;
    private final FaultScene scene;

    /// How long the server may be silent; zero for ever.
    private final Duration silenceLimit;

    private byte @Nullable [] pending;
    private @Nullable Keepalive lastKeepalive;
    private boolean emptied;
    private int instantNothings;
    private long lastHeardNanos = System.nanoTime();

    /// When the server was asked to say something, while it has not; 0 when it need not.
    private long unansweredNanos;

    /// When nothing was there to read last, and the same before the last thing that was.
    private long emptyNanos = lastHeardNanos;

    private long heardAfterNanos = lastHeardNanos;
    private Lsn received = Lsn.INVALID;
    private Lsn confirmed = Lsn.INVALID;
    private volatile boolean closed;

    private WalStream(
            PgConnections connections, Connection connection, CopyDual copy, FaultScene scene) {
        this.connections = connections;
        this.connection = connection;
        this.copy = copy;
        this.scene = scene;
        this.silenceLimit = connections.options().session().walSenderLimit();
    }

    /// Connects and starts streaming.
    ///
    /// @throws SourceException when the connection, slot or publication is not to be had
    public static WalStream open(PgConnections connections, StreamOptions options) {
        return on(connections.openReplication(), connections, options);
    }

    /// Starts streaming on a replication connection, which is the stream's from now on. A temporary
    /// slot can be read on the connection that made it alone.
    ///
    /// @throws SourceException when slot or publication are not to be had; the connection is closed
    public static WalStream on(
            Connection connection, PgConnections connections, StreamOptions options) {
        FaultScene scene = FaultScene.streaming(connections.options(), options);
        try {
            PGConnection driver = connection.unwrap(PGConnection.class);
            CopyDual copy = driver.getCopyAPI().copyDual(options.command());
            return new WalStream(connections, connection, copy, scene);
        } catch (SQLException e) {
            closeQuietly(connection);
            throw SourceFaults.of(e, scene);
        }
    }

    /// Collects what is there, or arrives within a millisecond, into `frames` from its start.
    /// Keepalives in between are answered, never returned.
    ///
    /// @param frames filled with the bodies of CopyData messages, each an array of its own with the
    ///   XLogData header of [WalChunk#HEADER_BYTES] in front
    /// @return how many, 0 when nothing came
    /// @throws SourceException when the stream has ended, for whatever reason
    /// @throws DecodeException when a message is neither XLogData nor keepalive
    public int read(byte[][] frames, ReadLimits limits) {
        int max = Math.min(frames.length, limits.messagesMax());
        long bytes = 0;
        int count = 0;
        long deadline = 0;
        emptied = false;
        while (count < max && bytes < limits.bytesMax()) {
            byte[] frame = take();
            if (frame == null) {
                emptied = true;
                return count;
            }
            long now = System.nanoTime();
            if (deadline == 0) {
                deadline = now + limits.ageMax().toNanos();
            }
            if (isData(frame)) {
                bytes += frame.length;
                frames[count++] = frame;
            }
            if (now - deadline > 0) {
                break;
            }
        }
        return count;
    }

    /// Whether the last [#read] ended because nothing more was there, rather than at a limit.
    public boolean emptied() {
        return emptied;
    }

    /// Waits for a message, without taking it. For an idle stream: polls every millisecond for the
    /// first second, then at growing distances up to five, since the driver has no way to wait for
    /// input with a limit.
    ///
    /// @return whether [#read] now has something to return
    public boolean awaitInput(Duration limit) {
        long start = System.nanoTime();
        long nap = 0;
        while (true) {
            byte[] frame = take();
            if (frame != null && isData(frame)) {
                pending = frame;
                return true;
            }
            long waited = System.nanoTime() - start;
            if (waited >= limit.toNanos() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (waited > AWAKE_NANOS) {
                nap = Math.min(nap + 100_000, NAP_MAX_NANOS);
                LockSupport.parkNanos(Math.min(nap, limit.toNanos() - waited));
            }
        }
    }

    /// Reports to the server, without asking for an answer. The server may forget the WAL up to
    /// `confirmedFlush`, which is therefore the end LSN of a commit that is settled together with
    /// all before it, or a keepalive's WAL end when nothing is open. Later answers to the server's
    /// own requests repeat both values.
    ///
    /// @param received how far the stream was read; shown in `pg_stat_replication`
    /// @param confirmedFlush [Lsn#INVALID] to confirm nothing
    /// @throws SourceException when the connection is lost
    public void sendStatus(Lsn received, Lsn confirmedFlush) {
        this.received = received;
        this.confirmed = confirmedFlush;
        send(false);
    }

    /// Repeats the last report, and asks the server for a keepalive: how far it is now.
    ///
    /// @throws SourceException when the connection is lost
    public void askForKeepalive() {
        send(true);
    }

    private void send(boolean replyRequested) {
        ByteBuffer status = ByteBuffer.allocate(STATUS_BYTES);
        status.put((byte) 'r');
        status.putLong(received.value());
        status.putLong(confirmed.value());
        status.putLong(confirmed.value());
        status.putLong(ChronoUnit.MICROS.between(POSTGRES_EPOCH, connections.clock().instant()));
        status.put((byte) (replyRequested ? 1 : 0));
        try {
            copy.writeToCopy(status.array(), 0, STATUS_BYTES);
            copy.flushCopy();
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    /// How far the server has decoded, as its last keepalive said; [Lsn#INVALID] before the first.
    public Lsn serverWalEnd() {
        return lastKeepalive == null ? Lsn.INVALID : lastKeepalive.walEnd();
    }

    /// The last keepalive that came before the end of the last [#read].
    public Optional<Keepalive> lastKeepalive() {
        return Optional.ofNullable(lastKeepalive);
    }

    /// A time, on the scale of [System#nanoTime()], at or after which the server was last heard of:
    /// when nothing was there to read before what was read last. So what has lain in the socket
    /// while this process stood still does not pass for new. That the server asks whether we are
    /// there does not count: it then has not heard of us.
    public long heardAfterNanos() {
        return heardAfterNanos;
    }

    /// The server's process that sends the stream, as `pg_replication_slots.active_pid` shows it.
    public int serverProcess() {
        try {
            return connection.unwrap(PGConnection.class).getBackendPID();
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    /// Ends the stream at once, in the middle of a transaction too: ending it in the protocol's way
    /// would first send the rest of that transaction. Does not report anything.
    @Override
    public void close() {
        closed = true;
        closeQuietly(connection);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            System.getLogger(WalStream.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a replication connection failed", e);
        }
    }

    private byte @Nullable [] take() {
        byte[] frame = pending;
        if (frame != null) {
            pending = null;
            return frame;
        }
        try {
            long start = System.nanoTime();
            frame = copy.readFromCopy(false);
            long end = System.nanoTime();
            if (frame != null) {
                instantNothings = 0;
                lastHeardNanos = end;
                unansweredNanos = 0;
                heard(frame);
                return frame;
            }
            emptyNanos = start;
            if (end - start >= SURELY_WAITED_NANOS) {
                instantNothings = 0;
            } else if (++instantNothings > 1) {
                // Here a blocking read cannot block: it meets the end and says which.
                frame = copy.readFromCopy(true);
            }
            if (frame == null) {
                lookForLife(end);
            }
            return frame;
        } catch (SQLException e) {
            throw closed ? SourceFaults.closed(scene, e) : SourceFaults.of(e, scene);
        }
    }

    /// Nothing is there to read. What came while nobody read would be, so that the answer to a
    /// question is missing only where the server gave none.
    private void lookForLife(long now) {
        long limit = silenceLimit.toNanos();
        if (limit == 0 || NEVER_DEAF) {
            return;
        }
        if (unansweredNanos != 0) {
            if (now - unansweredNanos > limit - limit / ASK_AFTER_PART) {
                throw SourceFaults.silent(scene, silenceLimit);
            }
        } else if (now - lastHeardNanos > limit / ASK_AFTER_PART) {
            unansweredNanos = now;
            askForKeepalive();
        }
    }

    private void heard(byte[] frame) {
        boolean isAskedFor =
                frame.length == KEEPALIVE_BYTES
                        && frame[0] == 'k'
                        && frame[KEEPALIVE_BYTES - 1] != 0;
        if (!isAskedFor) {
            heardAfterNanos = emptyNanos;
        }
    }

    /// Whether it is XLogData; a keepalive is seen to.
    private boolean isData(byte[] frame) {
        if (frame[0] == 'w' && frame.length >= WalChunk.HEADER_BYTES) {
            return true;
        }
        if (frame[0] != 'k' || frame.length != KEEPALIVE_BYTES) {
            throw new DecodeException(
                    "Cannot decode a message of slot '%s': expected XLogData or a keepalive, got %d bytes of tag 0x%02x."
                            .formatted(scene.slot(), frame.length, frame[0]));
        }
        ByteBuffer fields = ByteBuffer.wrap(frame, 1, KEEPALIVE_BYTES - 1);
        Lsn walEnd = new Lsn(fields.getLong());
        Instant serverTime = POSTGRES_EPOCH.plus(fields.getLong(), ChronoUnit.MICROS);
        boolean replyRequested = fields.get() != 0;
        lastKeepalive = new Keepalive(walEnd, serverTime, replyRequested);
        if (replyRequested) {
            sendStatus(Lsn.max(received, walEnd), confirmed);
        }
        return false;
    }
}
