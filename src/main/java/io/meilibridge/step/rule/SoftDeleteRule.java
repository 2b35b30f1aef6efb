package io.meilibridge.step.rule;

import java.util.List;
import java.util.Objects;

/// Which rows count as deleted though they are still in the table, and what becomes of their
/// documents. A real DELETE removes the document under either strategy.
///
/// @param field the column that tells; `columns` need not send it
/// @param deleteValues the values that mean deleted, compared as `in` compares; empty: any value
///   that is not null, or `true` where the column is a boolean
/// @param onFullSync whether the rule holds for rows that a snapshot reads
/// @param onStream whether the rule holds for rows from the stream
public record SoftDeleteRule(
        String field,
        List<Literal> deleteValues,
        Strategy strategy,
        boolean onFullSync,
        boolean onStream) {

    /// The field that [Strategy#MARK] adds.
    public static final String MARK_FIELD = "_deleted";

    public enum Strategy {
        /// The document is deleted.
        REMOVE,
        /// The document stays as mapped and has `_deleted: true`; every other one has `false`.
        MARK
    }

    public SoftDeleteRule {
        Objects.requireNonNull(strategy, "strategy is null");
        deleteValues = List.copyOf(deleteValues);
        if (field.isEmpty()) {
            throw new IllegalArgumentException("A soft delete rule needs the name of a column.");
        }
    }

    /// The rule with everything but field and strategy at its default.
    public static SoftDeleteRule of(String field, Strategy strategy) {
        return new SoftDeleteRule(field, List.of(), strategy, true, true);
    }
}
