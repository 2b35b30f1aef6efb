package io.meilibridge.step.relation;

import io.meilibridge.event.Column;
import io.meilibridge.event.Relation;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.step.rule.TaskRules;

/// One announced relation, the rules of the task that reads it, and a codec for each of its
/// columns. Immutable.
public final class TaskRelation {

    private final TaskRules rules;
    private final Relation relation;
    private final StepTime time;
    private final TypeCodec[] codecs;

    public TaskRelation(TaskRules rules, Relation relation, StepTime time) {
        this.rules = rules;
        this.relation = relation;
        this.time = time;
        codecs = new TypeCodec[relation.columns().size()];
        for (int i = 0; i < codecs.length; i++) {
            codecs[i] = TypeCodecs.of(relation.columns().get(i).type(), rules.types());
        }
    }

    /// The same task on another relation.
    public TaskRelation on(Relation other) {
        return new TaskRelation(rules, other, time);
    }

    public TaskRules rules() {
        return rules;
    }

    public Relation relation() {
        return relation;
    }

    public StepTime time() {
        return time;
    }

    public int columnCount() {
        return codecs.length;
    }

    public Column column(int column) {
        return relation.columns().get(column);
    }

    public TypeCodec codec(int column) {
        return codecs[column];
    }

    /// The place of a column.
    ///
    /// @param use what needs it, as the configuration calls it
    /// @throws MappingException with RELATION_UNUSABLE when the relation does not have it
    public int require(String column, String use) {
        int place = relation.indexOf(column);
        if (place < 0) {
            throw unusable(
                    "expected column '" + column + "' for " + use + ", got none of that name",
                    "Add the column to the table, and to the publication's column list if it has"
                            + " one, or change the task's "
                            + use
                            + ".");
        }
        return place;
    }

    /// The fault that this relation cannot be used with these rules.
    ///
    /// @param difference "expected …, got …"
    public MappingException unusable(String difference, String hint) {
        return fault(ErrorCode.RELATION_UNUSABLE, difference, hint);
    }

    public MappingException fault(ErrorCode code, String difference, String hint) {
        return new MappingException(
                code,
                "Cannot use relation "
                        + relation
                        + " for task '"
                        + rules.task()
                        + "': "
                        + difference
                        + ".",
                hint);
    }
}
