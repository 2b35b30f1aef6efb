package io.meilibridge.pgoutput;

import io.meilibridge.event.Column;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import io.meilibridge.pgoutput.message.RelationMessage;
import io.meilibridge.pgoutput.message.TypeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads Relation and Type messages and remembers what they said.
///
/// What a streamed transaction announces is remembered at once, although that transaction may still
/// roll back. That is sound: it holds the lock of the tables it changed until it ends, and when it
/// rolls back the server announces those tables again before their next row.
final class SchemaReader {

    /// OIDs from here on are not the same in every database, so the server names these types:
    /// `FirstGenbkiObjectId`.
    private static final int FIRST_NAMED_TYPE = 10_000;

    private static final int KEY_COLUMN = 1;

    /// A column's flags, empty name, type and modifier.
    private static final int COLUMN_BYTES_MIN = 10;

    private static final String PG_CATALOG = "pg_catalog";

    private final ByteReader reader;
    private final RelationCache relations;
    private final Map<Integer, ColumnType> types = new HashMap<>();

    SchemaReader(ByteReader reader, RelationCache relations) {
        this.reader = reader;
        this.relations = relations;
    }

    void reset() {
        relations.clear();
        types.clear();
    }

    RelationMessage relation(int xid) {
        int oid = reader.readInt32("the relation's OID");
        String schema = schema();
        String name = reader.readString("the table's name");
        ReplicaIdentity identity = replicaIdentity();
        int count =
                reader.checkCount(
                        reader.readInt16("the number of columns"),
                        COLUMN_BYTES_MIN,
                        Short.BYTES,
                        "a number of columns");
        List<Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(column());
        }
        reader.expectEnd();
        TableName table = new TableName(schema, name);
        Relation relation = new Relation(oid, table, identity, columns);
        Relation known = relations.get(oid);
        if (known != null && known.equals(relation)) {
            // As in each streamed transaction: what was made for it goes on being used.
            return new RelationMessage(xid, known);
        }
        relations.put(relation);
        return new RelationMessage(xid, relation);
    }

    TypeMessage type(int xid) {
        int oid = reader.readInt32("the type's OID");
        String schema = schema();
        String name = reader.readString("the type's name");
        reader.expectEnd();
        ColumnType type = new ColumnType(oid, schema, name);
        types.put(oid, type);
        return new TypeMessage(xid, type);
    }

    /// The server writes nothing for `pg_catalog`, where the base types of most domains are.
    private String schema() {
        String schema = reader.readString("the schema's name");
        return schema.isEmpty() ? PG_CATALOG : schema;
    }

    private ReplicaIdentity replicaIdentity() {
        byte letter = reader.readByte("the replica identity");
        return switch (letter) {
            case 'd' -> ReplicaIdentity.DEFAULT;
            case 'n' -> ReplicaIdentity.NOTHING;
            case 'f' -> ReplicaIdentity.FULL;
            case 'i' -> ReplicaIdentity.INDEX;
            default ->
                    throw reader.fault(
                            reader.position() - 1,
                            "the replica identity 'd', 'n', 'f' or 'i'",
                            ByteReader.hex(letter));
        };
    }

    private Column column() {
        int flags = reader.readFlags(KEY_COLUMN, "column flags");
        String name = reader.readString("the column's name");
        ColumnType type = columnType(reader.readInt32("the column type's OID"));
        int typeModifier = reader.readInt32("the column's type modifier");
        return new Column(name, type, typeModifier, (flags & KEY_COLUMN) != 0);
    }

    /// @throws io.meilibridge.fault.DecodeException when a type that is not built in was not
    ///   announced: its values could only be guessed at
    private ColumnType columnType(int oid) {
        if (Integer.compareUnsigned(oid, FIRST_NAMED_TYPE) < 0) {
            return ColumnType.builtIn(oid);
        }
        ColumnType type = types.get(oid);
        if (type == null) {
            throw reader.fault(
                    reader.position() - Integer.BYTES,
                    "a type that a Type message announced",
                    "OID " + Integer.toUnsignedString(oid));
        }
        return type;
    }
}
