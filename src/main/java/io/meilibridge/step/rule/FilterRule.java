package io.meilibridge.step.rule;

import java.util.List;

/// Which rows have a document: those for which all conditions hold; every row when there are none.
/// A row that stops matching is deleted from the index.
public record FilterRule(List<Condition> conditions) {

    public static final FilterRule NONE = new FilterRule(List.of());

    public FilterRule {
        conditions = List.copyOf(conditions);
    }
}
