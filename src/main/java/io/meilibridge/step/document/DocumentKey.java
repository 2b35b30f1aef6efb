package io.meilibridge.step.document;

import io.meilibridge.document.DocumentId;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.IdRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The key of a relation's rows: which columns, and what id their values make. One form per task: a
/// single integer or uuid column is the id as it is; every other key is encoded ([IdEncoding]) and
/// stands in a field of its own; `document_id: raw` takes one column's text. Not safe for threads.
public final class DocumentKey {

    /// The key field of documents whose key is encoded.
    public static final String ENCODED_FIELD = "_id";

    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int UUID = 2950;
    private static final Set<String> PLAIN_TYPES = Set.of("int2", "int4", "int8", "uuid");
    private static final int RAW_BYTES_MAX = 511;

    enum Form {
        /// The key column's own text and JSON.
        PLAIN,
        /// The key column's text, checked.
        RAW,
        /// Encoded, in [#ENCODED_FIELD].
        ENCODED
    }

    private final TaskRelation table;
    private final int[] columns;
    private final Form form;
    private final IdEncoding encoding;

    private DocumentKey(TaskRelation table, int[] columns, Form form) {
        this.table = table;
        this.columns = columns;
        this.form = form;
        encoding = new IdEncoding(table.rules().id().prefix());
    }

    /// The key that the task's rules name, or the columns of the relation's replica identity.
    ///
    /// @throws MappingException with RELATION_UNUSABLE when a key column is missing or none can be
    ///   told, with REPLICA_IDENTITY_MISSING when deletes would not carry the key
    public static DocumentKey of(TaskRelation table) {
        IdRule rule = table.rules().id();
        int[] columns = KeyColumns.of(table);
        if (rule.form() == IdRule.Form.RAW) {
            if (columns.length > 1) {
                throw table.unusable(
                        "expected a key of one column for document_id 'raw', got " + columns.length,
                        "Name one text column with primary_key, or leave document_id out.");
            }
            return new DocumentKey(table, columns, Form.RAW);
        }
        boolean plain =
                columns.length == 1
                        && rule.prefix().isEmpty()
                        && isPlain(table.column(columns[0]).type());
        return new DocumentKey(table, columns, plain ? Form.PLAIN : Form.ENCODED);
    }

    private static boolean isPlain(ColumnType type) {
        if (type.schema().isEmpty()) {
            int oid = type.oid();
            return oid == INT8 || oid == INT2 || oid == INT4 || oid == UUID;
        }
        // A domain has an OID of its own and the name of its base type.
        return type.schema().equals("pg_catalog") && PLAIN_TYPES.contains(type.name());
    }

    Form form() {
        return form;
    }

    /// The places of the key's columns, in the order of the key.
    public int[] columns() {
        return columns.clone();
    }

    public boolean contains(int column) {
        for (int place : columns) {
            if (place == column) {
                return true;
            }
        }
        return false;
    }

    /// The key columns' names, in the order of the key.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int column : columns) {
            names.add(table.column(column).name());
        }
        return names;
    }

    /// What every id of the task begins with; empty: nothing in particular.
    public String idPrefix() {
        return encoding.idPrefix();
    }

    /// Whether the row has every part of the key.
    public boolean isKnown(Row row) {
        for (int column : columns) {
            if (!row.isKnown(column)) {
                return false;
            }
        }
        return true;
    }

    /// Whether two rows that know their key have the same.
    public boolean same(Row one, Row other) {
        for (int column : columns) {
            if (!sameBytes(one, other, column) && !sameText(one, other, column)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameBytes(Row one, Row other, int column) {
        ValueKind kind = one.kind(column);
        if (kind != other.kind(column)) {
            return false;
        }
        int start = one.start(column);
        int otherStart = other.start(column);
        return Arrays.equals(
                one.bytes(),
                start,
                start + one.length(column),
                other.bytes(),
                otherStart,
                otherStart + other.length(column));
    }

    private boolean sameText(Row one, Row other, int column) {
        if (one.kind(column) == ValueKind.NULL || other.kind(column) == ValueKind.NULL) {
            return one.kind(column) == other.kind(column);
        }
        TypeCodec codec = table.codec(column);
        return codec.text(one, column).equals(codec.text(other, column));
    }

    /// The row's key alone, as the stream would send it: all other columns are absent.
    public Row keyRow(Row row) {
        int[] layout = new int[3 * table.columnCount()];
        for (int i = 0; i < table.columnCount(); i++) {
            layout[3 * i] = ValueKind.ABSENT.tag();
        }
        for (int column : columns) {
            layout[3 * column] = row.kind(column).tag();
            if (row.isKnown(column)) {
                layout[3 * column + 1] = row.start(column);
                layout[3 * column + 2] = row.length(column);
            }
        }
        return new Row(row.bytes(), layout);
    }

    /// The texts of the key's parts that an id was made of; null when it is none of this key, or a
    /// digest.
    public @Nullable List<String> partsOf(String id) {
        if (form != Form.ENCODED) {
            return List.of(id);
        }
        List<String> parts = encoding.partsOf(id);
        return parts == null || parts.size() != columns.length ? null : parts;
    }

    /// A row that knows nothing but its key.
    ///
    /// @param parts texts, in the order of the key
    public Row keyRow(List<String> parts) {
        List<@Nullable String> texts =
                new ArrayList<>(Collections.nCopies(table.columnCount(), null));
        for (int i = 0; i < columns.length; i++) {
            texts.set(columns[i], parts.get(i));
        }
        return keyRow(Row.ofText(texts));
    }

    /// The id of the row's document.
    ///
    /// @throws MappingException with INVALID_DOCUMENT_ID when a part is null, or the form is raw
    ///   and the value is not an id
    /// @throws IllegalStateException when a part is not known
    public DocumentId id(Row row) {
        for (int column : columns) {
            if (row.kind(column) == ValueKind.NULL) {
                throw invalid(column, "a value", "NULL");
            }
        }
        return new DocumentId(
                switch (form) {
                    case PLAIN -> plain(row, columns[0]);
                    case RAW -> raw(row, columns[0]);
                    case ENCODED -> encoded(row);
                });
    }

    /// What two rows of one key share and two of different keys never do, even where a key is no
    /// valid id; null when a part is null.
    public @Nullable String match(Row row) {
        for (int column : columns) {
            if (row.kind(column) == ValueKind.NULL) {
                return null;
            }
        }
        return encoded(row);
    }

    private String plain(Row row, int column) {
        if (row.kind(column) == ValueKind.TEXT) {
            return new String(
                    row.bytes(),
                    row.start(column),
                    row.length(column),
                    StandardCharsets.ISO_8859_1);
        }
        return table.codec(column).text(row, column);
    }

    private String raw(Row row, int column) {
        String text = table.codec(column).text(row, column);
        boolean valid = !text.isEmpty() && text.length() <= RAW_BYTES_MAX;
        for (int i = 0; valid && i < text.length(); i++) {
            char c = text.charAt(i);
            valid =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_';
        }
        if (!valid) {
            throw invalid(column, "1 to 511 of A-Z a-z 0-9 - _", "another text");
        }
        return text;
    }

    private String encoded(Row row) {
        encoding.clear();
        for (int column : columns) {
            if (row.kind(column) == ValueKind.TEXT) {
                encoding.part(row.bytes(), row.start(column), row.length(column));
            } else {
                byte[] text =
                        table.codec(column).text(row, column).getBytes(StandardCharsets.UTF_8);
                encoding.part(text, 0, text.length);
            }
        }
        return encoding.finish();
    }

    private MappingException invalid(int column, String expected, String got) {
        return new MappingException(
                ErrorCode.INVALID_DOCUMENT_ID,
                "Cannot make a document id from column '"
                        + table.column(column).name()
                        + "' of relation "
                        + table.relation()
                        + ": expected "
                        + expected
                        + ", got "
                        + got
                        + ".",
                form == Form.RAW
                        ? "Leave document_id out, so that keys are encoded."
                        : "Name key columns that are unique and NOT NULL with primary_key.");
    }
}
