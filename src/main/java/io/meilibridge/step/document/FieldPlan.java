package io.meilibridge.step.document;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One field of a document, or of an object in it. A column that the row does not carry at all (one
/// dropped since) leaves its field out; an unchanged one makes the field unknown.
sealed interface FieldPlan {

    /// Whether a merge may carry the field.
    enum Knowledge {
        KNOWN,
        UNKNOWN,
        /// Parts are known and parts are not: a merge would lose those.
        MIXED;

        Knowledge and(Knowledge other) {
            return this == other ? this : MIXED;
        }
    }

    Knowledge knowledge(Row row);

    /// Writes name and value, with the comma that parts it from what is in front; nothing when the
    /// row does not carry the column, or not all of the field is known.
    ///
    /// @return whether the field is known
    boolean write(Row row, JsonOutput out);

    /// `"name":`
    static byte[] prefix(String name) {
        JsonOutput out = new JsonOutput(name.length() + 3);
        out.string(name);
        out.put(':');
        return out.slice(0);
    }

    private static void open(byte[] prefix, JsonOutput out) {
        if (out.bytes()[out.size() - 1] != '{') {
            out.put(',');
        }
        out.put(prefix);
    }

    /// A column as its own JSON.
    record OfColumn(byte[] prefix, int column, TypeCodec codec, byte @Nullable [] whenNull)
            implements FieldPlan {

        @Override
        public Knowledge knowledge(Row row) {
            return row.kind(column) == ValueKind.UNCHANGED ? Knowledge.UNKNOWN : Knowledge.KNOWN;
        }

        @Override
        public boolean write(Row row, JsonOutput out) {
            ValueKind kind = row.kind(column);
            if (kind == ValueKind.ABSENT) {
                return true;
            }
            if (kind == ValueKind.UNCHANGED) {
                return false;
            }
            open(prefix, out);
            if (kind == ValueKind.NULL && whenNull != null) {
                out.put(whenNull);
            } else {
                codec.write(row, column, out);
            }
            return true;
        }
    }

    /// The same value for every row: a mapped column that the table does not have.
    record Constant(byte[] prefix, byte[] value) implements FieldPlan {

        @Override
        public Knowledge knowledge(Row row) {
            return Knowledge.KNOWN;
        }

        @Override
        public boolean write(Row row, JsonOutput out) {
            open(prefix, out);
            out.put(value);
            return true;
        }
    }

    /// The texts of several columns, put together; nulls are left out.
    record Joined(
            byte[] prefix,
            int[] columns,
            TypeCodec[] codecs,
            String separator,
            byte @Nullable [] whenNull)
            implements FieldPlan {

        @Override
        public Knowledge knowledge(Row row) {
            Knowledge all = one(row, 0);
            for (int i = 1; i < columns.length; i++) {
                all = all.and(one(row, i));
            }
            return all;
        }

        private Knowledge one(Row row, int source) {
            return row.kind(columns[source]) == ValueKind.UNCHANGED
                    ? Knowledge.UNKNOWN
                    : Knowledge.KNOWN;
        }

        @Override
        public boolean write(Row row, JsonOutput out) {
            if (knowledge(row) != Knowledge.KNOWN) {
                return false;
            }
            StringBuilder joined = new StringBuilder();
            boolean any = false;
            for (int i = 0; i < columns.length; i++) {
                ValueKind kind = row.kind(columns[i]);
                if (kind != ValueKind.NULL && kind != ValueKind.ABSENT) {
                    joined.append(any ? separator : "").append(text(row, i));
                    any = true;
                }
            }
            open(prefix, out);
            if (any) {
                byte[] utf8 = joined.toString().getBytes(StandardCharsets.UTF_8);
                out.string(utf8, 0, utf8.length);
            } else if (whenNull != null) {
                out.put(whenNull);
            } else {
                out.nullValue();
            }
            return true;
        }

        private String text(Row row, int source) {
            String text = codecs[source].text(row, columns[source]);
            if (codecs[source].family() == ValueFamily.BOOLEAN) {
                return text.equals("t") ? "true" : "false";
            }
            return text;
        }
    }

    /// Fields inside each other.
    record OfObject(byte[] prefix, FieldPlan[] fields) implements FieldPlan {

        @Override
        public Knowledge knowledge(Row row) {
            Knowledge all = fields[0].knowledge(row);
            for (int i = 1; i < fields.length; i++) {
                all = all.and(fields[i].knowledge(row));
            }
            return all;
        }

        @Override
        public boolean write(Row row, JsonOutput out) {
            if (knowledge(row) != Knowledge.KNOWN) {
                return false;
            }
            open(prefix, out);
            out.openObject();
            for (FieldPlan field : fields) {
                field.write(row, out);
            }
            out.closeObject();
            return true;
        }
    }
}
