package io.meilibridge.step.rule;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which of the table's columns documents carry. Key columns are sent whatever is selected; filter,
/// soft delete, transforms and the id may use columns that are not sent; columns that a transform
/// adds are always sent. A name that the table does not have selects nothing: that is for the
/// preflight to say, since a column may be dropped while the task runs.
///
/// @param included the only columns sent; empty: all
/// @param excluded columns not sent
public record ColumnSelection(List<String> included, Set<String> excluded) {

    public static final ColumnSelection ALL = new ColumnSelection(List.of(), Set.of());

    /// @throws IllegalArgumentException when a column is both included and excluded
    public ColumnSelection {
        included = List.copyOf(included);
        // Sorted: equal selections have equal texts, for fingerprints.
        excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
        Set<String> both = new HashSet<>(included);
        both.retainAll(excluded);
        if (!both.isEmpty()) {
            throw new IllegalArgumentException(
                    "The columns " + both + " are both in columns and in exclude_columns.");
        }
    }

    public boolean sends(String column) {
        return (included.isEmpty() || included.contains(column)) && !excluded.contains(column);
    }
}
