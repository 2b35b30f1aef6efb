package io.meilibridge.pgtype;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the values of one type and writes them as JSON. Got from [TypeCodecs#of] once per column
/// and kept: codecs are immutable and may be shared by threads.
///
/// The text form is PostgreSQL's output under `TimeZone=UTC`, `DateStyle=ISO`,
/// `IntervalStyle=iso_8601`, `extra_float_digits=3`, `bytea_output=hex`, in UTF-8; the binary form
/// is what the type's `typsend` writes.
///
/// Whatever the bytes are, a codec either answers or throws one of two exceptions, which name the
/// type but not the column, as it knows none:
/// - [io.meilibridge.fault.MappingException] with UNMAPPABLE_VALUE: a valid value that Meilisearch
///   cannot take. The output then ends anywhere; see [JsonOutput#truncate].
/// - [io.meilibridge.fault.DecodeException]: not a value of this type at all.
public abstract class TypeCodec {

    private final ValueFamily family;

    protected TypeCodec(ValueFamily family) {
        this.family = family;
    }

    public final ValueFamily family() {
        return family;
    }

    /// Writes a column's value as one JSON value; SQL NULL as `null`. No raw line break is written.
    ///
    /// @throws IllegalStateException when the row does not know the value ([Row#isKnown])
    public final void write(Row row, int column, JsonOutput out) {
        ValueKind kind = row.kind(column);
        if (kind == ValueKind.TEXT) {
            int start = row.start(column);
            writeText(row.bytes(), start, start + row.length(column), out);
        } else if (kind == ValueKind.BINARY) {
            int start = row.start(column);
            writeBinary(row.bytes(), start, start + row.length(column), out);
        } else if (kind == ValueKind.NULL) {
            out.nullValue();
        } else {
            throw unknown(kind, column);
        }
    }

    /// A column's value in PostgreSQL's own text form, whichever form the row has: `t` for true,
    /// `2024-01-31 13:37:00.123+00`, `{1,2,NULL}`, `\x00ff`. Money in binary form lacks symbol and
    /// grouping. Bytes that are not UTF-8 are replaced.
    ///
    /// @throws IllegalStateException when the value is SQL NULL or not known
    public final String text(Row row, int column) {
        ValueKind kind = row.kind(column);
        return switch (kind) {
            case TEXT -> row.text(column);
            case BINARY -> {
                int start = row.start(column);
                JsonOutput text = new JsonOutput(32);
                printBinary(row.bytes(), start, start + row.length(column), text);
                yield new String(text.bytes(), 0, text.size(), StandardCharsets.UTF_8);
            }
            case NULL, UNCHANGED, ABSENT -> throw unknown(kind, column);
        };
    }

    /// A column's exact number; null when it is NaN or infinite, or is money in a form that is not
    /// understood, or when the type is not numeric ([ValueFamily#isNumeric]).
    ///
    /// @throws IllegalStateException when the value is SQL NULL or not known
    public final @Nullable BigDecimal number(Row row, int column) {
        return family.isNumeric() ? numberOf(text(row, column)) : null;
    }

    /// A column's time as a number that orders as PostgreSQL orders it: microseconds since
    /// 2000-01-01 00:00, of a timestamptz in UTC, of a date at midnight; of a time since midnight,
    /// of a timetz in UTC, so it may be negative or above a day. `infinity` is [Long#MAX_VALUE],
    /// `-infinity` [Long#MIN_VALUE]; dates that timestamps cannot reach come next to them.
    ///
    /// @throws IllegalStateException when the value is SQL NULL or not known, or the type is not a
    ///   time ([ValueFamily#isTime])
    public final long micros(Row row, int column) {
        String text = text(row, column);
        return micros(text).orElseThrow(() -> ValueFaults.malformed(family + " value"));
    }

    /// The same measure for a time somebody wrote down, such as a filter's operand: PostgreSQL's
    /// form or ISO 8601, with `T` or a space, with or without seconds, fraction and zone (`Z`,
    /// `+05:30`). Dates, timestamps and timestamptz each take a date alone and a full timestamp, so
    /// that one operand fits all three; a zone counts everywhere, none means UTC.
    ///
    /// @return empty when the text is not a time, or the type is not one
    public OptionalLong micros(String text) {
        return OptionalLong.empty();
    }

    /// The number a text of this type stands for; see [#number(Row, int)].
    protected @Nullable BigDecimal numberOf(String text) {
        return null;
    }

    /// Whether the binary form can be read; of an array, that of its items.
    public boolean readsBinary() {
        return true;
    }

    /// Writes the JSON of a value in text form: the bytes from `start` up to `end`.
    public abstract void writeText(byte[] bytes, int start, int end, JsonOutput out);

    /// Writes the JSON of a value in binary form.
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        JsonOutput text = new JsonOutput(64);
        printBinary(bytes, start, end, text);
        writeText(text.bytes(), 0, text.size(), out);
    }

    /// Writes the text form of a value in binary form, without quotes.
    ///
    /// @throws io.meilibridge.fault.DecodeException also when binary is not supported for the type
    ///   ([TypeCodecs#supportsBinary])
    public abstract void printBinary(byte[] bytes, int start, int end, JsonOutput out);

    private static IllegalStateException unknown(ValueKind kind, int column) {
        return new IllegalStateException("Column " + column + " has no value: it is " + kind + ".");
    }
}
