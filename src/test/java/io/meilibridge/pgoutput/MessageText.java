package io.meilibridge.pgoutput;

import io.meilibridge.event.Column;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Messages as text that is the same for every recording: LSNs, transaction ids and the OIDs of
/// what is not built in are numbered in the order in which they appear, times are left out.
final class MessageText {

    private static final int SHOWN_CHARACTERS = 40;

    private static final int FIRST_NAMED_TYPE = 10_000;

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    String of(PgOutputMessage message) {
        return switch (message) {
            case Begin(Lsn commitLsn, _, int xid) ->
                    "Begin commit=" + lsn(commitLsn) + " xid=" + xid(xid);
            case Commit(Lsn commitLsn, Lsn endLsn, _) ->
                    "Commit commit=" + lsn(commitLsn) + " end=" + lsn(endLsn);
            case OriginMessage(Lsn commitLsn, String name) ->
                    "Origin " + name + " commit=" + commitLsn;
            case LogicalMessage logical -> logicalMessage(logical);
            case RelationMessage(int xid, Relation relation) ->
                    "Relation" + streamed(xid) + relation(relation);
            case TypeMessage(int xid, ColumnType type) -> "Type" + streamed(xid) + " " + type(type);
            case InsertMessage(int xid, Relation relation, Row row) ->
                    "Insert" + streamed(xid) + " " + relation.table() + " " + row(relation, row);
            case UpdateMessage(int xid, Relation relation, OldRow old, Row row) ->
                    "Update%s %s%s new %s"
                            .formatted(
                                    streamed(xid),
                                    relation.table(),
                                    old(relation, old),
                                    row(relation, row));
            case DeleteMessage(int xid, Relation relation, OldRow old) ->
                    "Delete" + streamed(xid) + " " + relation.table() + old(relation, old);
            case TruncateMessage truncate -> truncate(truncate);
            case StreamMessage stream -> stream(stream);
            case TwoPhaseMessage twoPhase -> twoPhase(twoPhase);
        };
    }

    private String stream(StreamMessage message) {
        return switch (message) {
            case StreamMessage.Start(int xid, boolean first) ->
                    "Stream Start xid=" + xid(xid) + (first ? " first" : "");
            case StreamMessage.Stop() -> "Stream Stop";
            case StreamMessage.Commit(int xid, Lsn commitLsn, Lsn endLsn, _) ->
                    "Stream Commit xid=%s commit=%s end=%s"
                            .formatted(xid(xid), lsn(commitLsn), lsn(endLsn));
            case StreamMessage.Abort(int xid, int subtransaction, Lsn abortLsn, var abortTime) ->
                    "Stream Abort xid=%s subtransaction=%s%s%s"
                            .formatted(
                                    xid(xid),
                                    xid(subtransaction),
                                    abortLsn == null ? "" : " abort=" + lsn(abortLsn),
                                    abortTime == null ? "" : " with time");
        };
    }

    private String twoPhase(TwoPhaseMessage message) {
        return switch (message) {
            case TwoPhaseMessage.BeginPrepare(Lsn prepareLsn, Lsn endLsn, _, _, _) ->
                    "Begin Prepare" + prepared(message, "prepare", prepareLsn, endLsn);
            case TwoPhaseMessage.Prepare(Lsn prepareLsn, Lsn endLsn, _, _, _) ->
                    "Prepare" + prepared(message, "prepare", prepareLsn, endLsn);
            case TwoPhaseMessage.CommitPrepared(Lsn commitLsn, Lsn endLsn, _, _, _) ->
                    "Commit Prepared" + prepared(message, "commit", commitLsn, endLsn);
            case TwoPhaseMessage.RollbackPrepared(Lsn prepareEndLsn, Lsn endLsn, _, _, _, _) ->
                    "Rollback Prepared" + prepared(message, "prepareEnd", prepareEndLsn, endLsn);
            case TwoPhaseMessage.StreamPrepare(Lsn prepareLsn, Lsn endLsn, _, _, _) ->
                    "Stream Prepare" + prepared(message, "prepare", prepareLsn, endLsn);
        };
    }

    private String prepared(TwoPhaseMessage message, String first, Lsn firstLsn, Lsn endLsn) {
        return " xid=%s gid=%s %s=%s end=%s"
                .formatted(xid(message.xid()), message.gid(), first, lsn(firstLsn), lsn(endLsn));
    }

    private String logicalMessage(LogicalMessage message) {
        return "Message%s %s '%s' at=%s content=%s"
                .formatted(
                        streamed(message.xid()),
                        message.transactional() ? "transactional" : "immediate",
                        message.prefix(),
                        lsn(message.lsn()),
                        StandardCharsets.ISO_8859_1
                                        .decode(message.content())
                                        .chars()
                                        .anyMatch(c -> c < ' ' || c > '~')
                                ? hex(message)
                                : "'" + StandardCharsets.US_ASCII.decode(message.content()) + "'");
    }

    private static String hex(LogicalMessage message) {
        byte[] content = new byte[message.content().remaining()];
        message.content().get(content);
        return "0x" + HexFormat.of().formatHex(content);
    }

    private String truncate(TruncateMessage message) {
        return "Truncate"
                + streamed(message.xid())
                + (message.cascade() ? " cascade" : "")
                + (message.restartIdentity() ? " restart-identity" : "")
                + message.relations().stream()
                        .map(relation -> " " + relation.table())
                        .collect(Collectors.joining());
    }

    private String relation(Relation relation) {
        StringJoiner columns = new StringJoiner(", ", " (", ")");
        for (Column column : relation.columns()) {
            columns.add(
                    (column.key() ? "key " : "")
                            + column.name()
                            + " "
                            + type(column.type())
                            + (column.typeModifier() < 0
                                    ? ""
                                    : " modifier=" + column.typeModifier()));
        }
        return " %s %s identity=%s%s"
                .formatted(
                        numbered("relation", String.valueOf(relation.oid())),
                        relation.table(),
                        relation.replicaIdentity(),
                        columns);
    }

    private String type(ColumnType type) {
        if (Integer.compareUnsigned(type.oid(), FIRST_NAMED_TYPE) < 0) {
            return String.valueOf(type.oid());
        }
        return "%s=%s.%s"
                .formatted(
                        numbered("type", String.valueOf(type.oid())), type.schema(), type.name());
    }

    private static String old(Relation relation, @Nullable OldRow old) {
        return switch (old) {
            case null -> "";
            case OldRow.Key(Row row) -> " key " + row(relation, row);
            case OldRow.Full(Row row) -> " old " + row(relation, row);
        };
    }

    private static String row(Relation relation, Row row) {
        StringJoiner values = new StringJoiner(", ", "(", ")");
        List<Column> columns = relation.columns();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(columns.get(i).name() + "=" + value(row, i));
        }
        return values.toString();
    }

    private static String value(Row row, int column) {
        return switch (row.kind(column)) {
            case TEXT -> shortened("'" + row.text(column) + "'");
            case BINARY -> {
                int start = row.start(column);
                byte[] value = Arrays.copyOfRange(row.bytes(), start, start + row.length(column));
                yield shortened("0x" + HexFormat.of().formatHex(value));
            }
            case NULL -> "NULL";
            case UNCHANGED -> "UNCHANGED";
            case ABSENT -> "ABSENT";
        };
    }

    private static String shortened(String value) {
        return value.length() <= SHOWN_CHARACTERS
                ? value
                : value.substring(0, SHOWN_CHARACTERS) + "…" + value.length();
    }

    private String streamed(int xid) {
        return xid == PgOutputMessage.NO_XID ? "" : " xid=" + xid(xid);
    }

    private String xid(int xid) {
        return numbered("xid", Integer.toUnsignedString(xid));
    }

    private String lsn(Lsn lsn) {
        return numbered("lsn", lsn.toString());
    }

    private String numbered(String kind, String value) {
        return names.computeIfAbsent(kind + value, _ -> kind + counts.merge(kind, 1, Integer::sum));
    }
}
