package io.meilibridge.step.document;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.MappingRule;
import io.meilibridge.step.rule.SoftDeleteRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles a task's mapping against a relation.
public final class DocumentPlans {

    private final TaskRelation table;
    private final DocumentKey key;
    private final boolean[] sent;
    private final MappingRule mapping;
    private final FieldTree tree;

    private DocumentPlans(TaskRelation table, DocumentKey key, boolean[] sent) {
        this.table = table;
        this.key = key;
        this.sent = sent;
        mapping = table.rules().mapping();
        tree = new FieldTree(table);
    }

    /// @param sent for each column whether documents may carry it; the key's columns always do
    /// @param marked whether the relation's `_deleted` is a soft delete's mark, which is sent as it
    ///   is unless it is mapped
    /// @throws io.meilibridge.fault.MappingException with RELATION_UNUSABLE when a mapped column is
    ///   missing, two columns make one field, or a mapping would hide the key
    public static DocumentPlan compile(
            TaskRelation table, DocumentKey key, boolean[] sent, boolean marked) {
        return new DocumentPlans(table, key, sent).compile(marked);
    }

    private DocumentPlan compile(boolean marked) {
        String keyField = keyField();
        for (int i = 0; i < table.columnCount(); i++) {
            column(i, marked && table.column(i).name().equals(SoftDeleteRule.MARK_FIELD));
        }
        mapping.fields().forEach(this::withoutColumn);
        if (key.form() != DocumentKey.Form.PLAIN) {
            // Holds the place; the field itself is written from the id.
            tree.add(List.of(keyField), prefix -> new FieldPlan.Constant(prefix, new byte[0]));
        }
        return new DocumentPlan(key, keyField, withoutId());
    }

    private FieldPlan[] withoutId() {
        FieldPlan[] plans = tree.plans();
        if (key.form() == DocumentKey.Form.PLAIN) {
            return plans;
        }
        FieldPlan[] others = new FieldPlan[plans.length - 1];
        System.arraycopy(plans, 0, others, 0, others.length);
        return others;
    }

    private String keyField() {
        List<String> names = key.names();
        for (String name : names) {
            requirePlainTarget(name, mapping.fields().get(name));
        }
        return key.form() == DocumentKey.Form.ENCODED
                ? DocumentKey.ENCODED_FIELD
                : nameOf(names.getFirst());
    }

    private void requirePlainTarget(String column, MappingRule.@Nullable Target target) {
        if (target != null
                && (target.path().size() > 1
                        || !target.sources().isEmpty()
                        || target.defaultValue() != null)) {
            throw table.unusable(
                    "expected key column '"
                            + column
                            + "' mapped to a plain field, got a path, sources or a default",
                    "Map key columns to a plain field name.");
        }
    }

    /// The field of a column that is sent whatever happens to unmapped ones.
    private String nameOf(String column) {
        MappingRule.Target target = mapping.fields().get(column);
        if (target != null) {
            return target.path().getFirst();
        }
        return mapping.unmapped() == MappingRule.UnmappedStrategy.PREFIX
                ? mapping.prefix() + column
                : column;
    }

    private void column(int column, boolean mark) {
        String name = table.column(column).name();
        MappingRule.Target target = mapping.fields().get(name);
        if (target != null) {
            mapped(column, name, target);
        } else if (mark) {
            leaf(List.of(name), column, null);
        } else if (key.contains(column)) {
            if (key.form() != DocumentKey.Form.RAW) {
                leaf(List.of(nameOf(name)), column, null);
            }
        } else if (sent[column] && mapping.unmapped() != MappingRule.UnmappedStrategy.EXCLUDE) {
            leaf(List.of(nameOf(name)), column, null);
        }
    }

    private void mapped(int column, String name, MappingRule.Target target) {
        if (!target.sources().isEmpty()) {
            joined(target);
            return;
        }
        if (!key.contains(column)) {
            requireSent(column, name);
        } else if (key.form() == DocumentKey.Form.RAW) {
            return;
        }
        leaf(target.path(), column, json(target.defaultValue()));
    }

    private void requireSent(int column, String name) {
        if (!sent[column]) {
            throw table.unusable(
                    "expected mapped column '" + name + "' to be sent, got it left out",
                    "Add it to columns, or take it from exclude_columns or from mapping.fields.");
        }
    }

    private void leaf(List<String> path, int column, byte @Nullable [] whenNull) {
        TypeCodec codec = table.codec(column);
        tree.add(path, prefix -> new FieldPlan.OfColumn(prefix, column, codec, whenNull));
    }

    /// A mapped field whose key is no column of the relation: joined, or a constant default.
    private void withoutColumn(String name, MappingRule.Target target) {
        if (table.relation().indexOf(name) >= 0 || isMark(name)) {
            return;
        }
        if (!target.sources().isEmpty()) {
            joined(target);
            return;
        }
        byte[] constant = json(target.defaultValue());
        if (constant == null) {
            table.require(name, "mapping.fields");
            return;
        }
        tree.add(target.path(), prefix -> new FieldPlan.Constant(prefix, constant));
    }

    /// Whether the column is one that soft delete adds to the rows it is for.
    private boolean isMark(String name) {
        SoftDeleteRule rule = table.rules().softDelete();
        return rule != null
                && rule.strategy() == SoftDeleteRule.Strategy.MARK
                && name.equals(SoftDeleteRule.MARK_FIELD);
    }

    private void joined(MappingRule.Target target) {
        int[] columns = new int[target.sources().size()];
        TypeCodec[] codecs = new TypeCodec[columns.length];
        for (int i = 0; i < columns.length; i++) {
            String source = target.sources().get(i);
            columns[i] = table.require(source, "mapping.fields");
            if (!key.contains(columns[i])) {
                requireSent(columns[i], source);
            }
            codecs[i] = table.codec(columns[i]);
        }
        byte[] whenNull = json(target.defaultValue());
        tree.add(
                target.path(),
                prefix ->
                        new FieldPlan.Joined(
                                prefix, columns, codecs, target.separator(), whenNull));
    }

    /// A configured value as JSON; null when there is none.
    private byte @Nullable [] json(@Nullable Literal value) {
        if (value == null) {
            return null;
        }
        JsonOutput out = new JsonOutput(32);
        switch (value) {
            case Literal.Text text -> out.string(text.value());
            case Literal.Decimal decimal -> {
                if (!Double.isFinite(decimal.value().doubleValue())) {
                    throw table.unusable(
                            "expected a default that a double can hold, got one beyond",
                            "Write the default as a text.");
                }
                out.ascii(decimal.value().toPlainString());
            }
            case Literal.Truth truth -> out.ascii(Boolean.toString(truth.value()));
            case Literal.Null ignored -> out.nullValue();
        }
        return out.slice(0);
    }
}
