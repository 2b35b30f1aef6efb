package io.meilibridge.step.form;

import io.meilibridge.event.ColumnType;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.pgtype.TypeOptions;
import io.meilibridge.pgtype.ValueFamily;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value that a step of a route has set, as a column's: its type and its text, null for SQL NULL.
/// The column keeps its type where the value is one of it; else text is of type text, whole numbers
/// are bigint, other numbers numeric, the rest jsonb.
public record Cell(ColumnType type, @Nullable String text) {

    private static final ColumnType BOOL = ColumnType.builtIn(16);
    private static final ColumnType INT8 = ColumnType.builtIn(20);
    private static final ColumnType INT4 = ColumnType.builtIn(23);
    private static final ColumnType TEXT = ColumnType.builtIn(25);
    private static final ColumnType NUMERIC = ColumnType.builtIn(1700);
    private static final ColumnType JSONB = ColumnType.builtIn(3802);

    /// As many digits as a number of PostgreSQL's may have behind its point.
    private static final int SCALE_MAX = 16383;

    /// @param own the column's type so far; null for a column that was not there
    /// @throws io.meilibridge.fault.MappingException when it is no value that JSON has
    public static Cell of(@Nullable ColumnType own, @Nullable Object value) {
        return switch (value) {
            case null -> new Cell(own == null ? JSONB : own, null);
            case String text -> new Cell(kept(own, ValueFamily.TEXT, TEXT), text);
            case Boolean truth -> new Cell(kept(own, ValueFamily.BOOLEAN, BOOL), truth ? "t" : "f");
            case Number number -> number(own, RowMaps.decimal(number));
            case Map<?, ?> map -> json(own, map);
            case List<?> list -> json(own, list);
            default ->
                    throw RowMaps.unusable(
                            "expected a value that JSON has, got " + RowMaps.kind(value));
        };
    }

    private static Cell json(@Nullable ColumnType own, Object value) {
        // Not of an extension: hstore has a text of its own.
        ColumnType builtIn = own != null && own.schema().isEmpty() ? own : null;
        return new Cell(kept(builtIn, ValueFamily.JSON, JSONB), RowMaps.json(value));
    }

    private static Cell number(@Nullable ColumnType own, BigDecimal number) {
        if (Math.abs((long) number.scale()) > SCALE_MAX || number.precision() > SCALE_MAX) {
            throw RowMaps.unusable("expected a number of at most " + SCALE_MAX + " digits");
        }
        boolean isWhole = number.stripTrailingZeros().scale() <= 0;
        if (isWhole && number.toBigInteger().bitLength() < Integer.SIZE && INT4.equals(own)) {
            return new Cell(INT4, number.toBigInteger().toString());
        }
        if (isWhole && number.toBigInteger().bitLength() < Long.SIZE && !NUMERIC.equals(own)) {
            return new Cell(INT8, number.toBigInteger().toString());
        }
        return new Cell(NUMERIC, number.toPlainString());
    }

    /// The column's own type where it is of that family.
    private static ColumnType kept(
            @Nullable ColumnType own, ValueFamily family, ColumnType otherwise) {
        return own != null && TypeCodecs.of(own, TypeOptions.DEFAULTS).family() == family
                ? own
                : otherwise;
    }
}
