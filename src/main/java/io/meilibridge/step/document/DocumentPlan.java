package io.meilibridge.step.document;

import io.meilibridge.document.DocumentId;
import io.meilibridge.event.Row;
import io.meilibridge.fault.MappingException;
import io.meilibridge.pgtype.JsonOutput;
import java.nio.charset.StandardCharsets;

/// Writes the documents of one relation's rows. Immutable but for its key; see [DocumentPlans] for
/// how it is made.
public final class DocumentPlan {

    /// What a row's document lacks.
    public enum Unknowns {
        NONE,
        /// Whole fields: a merge can carry the others.
        FIELDS,
        /// Parts of a field: a merge would lose its other parts.
        PARTS
    }

    private final DocumentKey key;
    private final String keyField;

    /// `"_id":` and the like, where the id is not what the key column's codec writes.
    private final byte[] idPrefix;

    private final FieldPlan[] fields;

    /// For each field its name, for messages.
    private final String[] names;

    private final int overheadBytes;

    DocumentPlan(DocumentKey key, String keyField, FieldPlan[] fields) {
        this.key = key;
        this.keyField = keyField;
        this.fields = fields;
        idPrefix = FieldPlan.prefix(keyField);
        names = new String[fields.length];
        int overhead = idPrefix.length + 64;
        for (int i = 0; i < fields.length; i++) {
            byte[] prefix = prefixOf(fields[i]);
            names[i] = new String(prefix, 1, prefix.length - 3, StandardCharsets.UTF_8);
            overhead += prefix.length + 4;
        }
        overheadBytes = overhead;
    }

    private static byte[] prefixOf(FieldPlan field) {
        return switch (field) {
            case FieldPlan.OfColumn column -> column.prefix();
            case FieldPlan.Constant constant -> constant.prefix();
            case FieldPlan.Joined joined -> joined.prefix();
            case FieldPlan.OfObject object -> object.prefix();
        };
    }

    public DocumentKey key() {
        return key;
    }

    /// The field that holds the id: the documents' primary key.
    public String keyField() {
        return keyField;
    }

    /// About how many bytes the row's document takes.
    public int estimatedBytes(Row row) {
        int values = row.valueBytes();
        return overheadBytes + values + (values >> 3);
    }

    public Unknowns unknowns(Row row) {
        Unknowns unknowns = Unknowns.NONE;
        for (FieldPlan field : fields) {
            switch (field.knowledge(row)) {
                case KNOWN -> {}
                case UNKNOWN -> unknowns = Unknowns.FIELDS;
                case MIXED -> {
                    return Unknowns.PARTS;
                }
            }
        }
        return unknowns;
    }

    /// Writes the document's known fields, the key field with them.
    ///
    /// @return whether all fields were known
    /// @throws MappingException naming the field, when a value cannot be written; the output then
    ///   ends anywhere
    public boolean write(Row row, DocumentId id, JsonOutput out) {
        boolean whole = true;
        out.openObject();
        if (key.form() != DocumentKey.Form.PLAIN) {
            out.put(idPrefix);
            out.put('"');
            // Ids are of [A-Za-z0-9_-]: nothing to escape.
            out.ascii(id.value());
            out.put('"');
        }
        int at = 0;
        try {
            for (; at < fields.length; at++) {
                whole &= fields[at].write(row, out);
            }
        } catch (MappingException e) {
            throw new MappingException(
                    e.code(),
                    "Cannot write field '" + names[at] + "': " + e.getMessage(),
                    e.hint(),
                    e);
        }
        out.closeObject();
        return whole;
    }
}
