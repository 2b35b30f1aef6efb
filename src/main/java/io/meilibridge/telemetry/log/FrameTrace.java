package io.meilibridge.telemetry.log;

import io.meilibridge.config.settings.CdcDebugSettings;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Operation;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.event.TableName;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
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
import io.meilibridge.pgtype.TypeOptions;
import io.meilibridge.step.form.EventForm;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Logs single changes of named tables as they come from the stream, with their values, and where
/// that is asked for the very bytes: `debug.cdc`. It decodes for itself, so that the pipeline does
/// nothing for it while it is off. Each source is traced on its reader's thread.
public final class FrameTrace implements Consumer<WalChunk> {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final LogLine.Sink sink;
    private final boolean events;
    private final boolean bytes;
    private final Set<TableName> tables;
    private final Map<String, Traced> sources = new ConcurrentHashMap<>();

    public FrameTrace(LogLine.Sink sink, CdcDebugSettings settings) {
        this.sink = sink;
        this.events = settings.traceEnabled();
        this.bytes = settings.logBinaryData();
        this.tables = Set.copyOf(settings.traceTables());
    }

    /// Whether there is anything to trace by these settings.
    public static boolean isAskedFor(CdcDebugSettings settings) {
        return settings.traceEnabled() || settings.logBinaryData();
    }

    @Override
    public void accept(WalChunk chunk) {
        sources.computeIfAbsent(chunk.source(), Traced::new).trace(chunk);
    }

    /// How far the trace of one source is.
    private final class Traced {

        private final String source;
        private final PgOutputDecoder decoder = new PgOutputDecoder(ProtocolOptions.version1());
        private long epoch = -1;
        private Lsn commit = Lsn.INVALID;
        private int xid;
        private long ordinal;

        Traced(String source) {
            this.source = source;
        }

        void trace(WalChunk chunk) {
            if (chunk.epoch() != epoch) {
                epoch = chunk.epoch();
                decoder.reset();
            }
            try {
                for (int i = 0; i < chunk.count(); i++) {
                    byte[] frame = chunk.frames()[i];
                    trace(decoder.decode(frame, WalChunk.HEADER_BYTES), frame);
                }
            } catch (DecodeException undecodable) {
                // The pipeline comes to it next, and says it.
                epoch = -1;
            }
        }

        private void trace(PgOutputMessage message, byte[] frame) {
            switch (message) {
                case Begin begin -> {
                    commit = begin.commitLsn();
                    xid = begin.xid();
                    ordinal = 0;
                }
                case RelationMessage announced -> bytes(announced.relation(), "relation", frame);
                case InsertMessage insert ->
                        change(
                                new ChangeEvent.Insert(insert.relation(), next(), insert.row()),
                                frame);
                case UpdateMessage update ->
                        change(
                                new ChangeEvent.Update(
                                        update.relation(), next(), update.old(), update.row()),
                                frame);
                case DeleteMessage delete ->
                        change(
                                new ChangeEvent.Delete(delete.relation(), next(), delete.old()),
                                frame);
                case TruncateMessage truncate -> {
                    for (Relation relation : truncate.relations()) {
                        change(new ChangeEvent.Truncate(relation, next()), frame);
                    }
                }
                case Commit _,
                        TypeMessage _,
                        OriginMessage _,
                        LogicalMessage _,
                        StreamMessage _,
                        TwoPhaseMessage _ -> {}
            }
        }

        private Position next() {
            return new Position(commit, ordinal++);
        }

        private void change(ChangeEvent event, byte[] frame) {
            Relation relation = event.relation();
            if (events && isNamed(relation)) {
                write(relation, "change at " + event.position() + ": " + text(event));
            }
            bytes(relation, Operation.of(event).label(), frame);
        }

        private void bytes(Relation relation, String kind, byte[] frame) {
            if (bytes && isNamed(relation)) {
                int from = WalChunk.HEADER_BYTES;
                write(relation, kind + " message: " + HEX.formatHex(frame, from, frame.length));
            }
        }

        private boolean isNamed(Relation relation) {
            return tables.isEmpty() || tables.contains(relation.table());
        }

        private void write(Relation relation, String text) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put(LogLine.SOURCE, source);
            fields.put(LogLine.TABLE, relation.table().toString());
            fields.put(LogLine.LSN, commit.toString());
            fields.put(LogLine.XID, Integer.toUnsignedString(xid));
            String where = "Trace of '" + relation.table() + "', xid " + fields.get(LogLine.XID);
            sink.write(new LogLine(Level.INFO, where + ", " + text, fields, null));
        }
    }

    private static String text(ChangeEvent event) {
        EventForm form = new EventForm(TypeOptions.DEFAULTS, FrameTrace::keyOf);
        try {
            byte[] array = form.array(List.of(event));
            return new String(array, 1, array.length - 2, StandardCharsets.UTF_8);
        } catch (PipelineException unwritable) {
            return String.valueOf(unwritable.getMessage());
        }
    }

    private static List<String> keyOf(Relation relation) {
        return relation.columns().stream()
                .filter(column -> column.key())
                .map(column -> column.name())
                .toList();
    }
}
