package io.meilibridge.config.bind;

import io.meilibridge.config.settings.CdcSettings;
import io.meilibridge.config.settings.DocumentIdForm;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.pgtype.NumericForm;
import io.meilibridge.pgtype.TimestampForm;
import io.meilibridge.pgtype.TypeOptions;
import io.meilibridge.step.rule.ColumnSelection;
import io.meilibridge.step.rule.FilterRule;
import io.meilibridge.step.rule.IdRule;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.MappingRule;
import io.meilibridge.step.rule.MappingRule.Target;
import io.meilibridge.step.rule.MappingRule.UnmappedStrategy;
import io.meilibridge.step.rule.SoftDeleteRule;
import io.meilibridge.step.rule.TaskRules;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Binds what shapes a task's documents. What a rule refuses to be made of is a fault of its key.
final class StepBinder {

    private StepBinder() {}

    static TaskRules bind(
            View task, String id, TableName table, List<String> key, CdcSettings cdc) {
        return new TaskRules(
                task.isGiven("id") ? id : "",
                table,
                made(task, "primary_key", IdRule.DEFAULT, () -> idRule(task, key)),
                made(
                        task,
                        "cdc.exclude_columns",
                        ColumnSelection.ALL,
                        () ->
                                new ColumnSelection(
                                        cdc.columns(), new HashSet<>(cdc.excludeColumns()))),
                new FilterRule(ConditionBinder.bind(task.group("filter"))),
                softDelete(task),
                TransformBinder.bind(task.group("transform")),
                mapping(task.group("mapping")),
                types(task.group("types")),
                eventTypes(task.group("filter"), cdc));
    }

    private static <T> T made(View view, String name, T otherwise, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            view.report().fault(view.path(name), view.origin(), String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    private static IdRule idRule(View task, List<String> key) {
        String prefix = task.find("id_prefix", String.class);
        return new IdRule(
                key,
                switch (task.get("document_id", DocumentIdForm.class)) {
                    case AUTO -> IdRule.Form.AUTO;
                    case RAW -> IdRule.Form.RAW;
                },
                prefix == null ? "" : prefix);
    }

    private static Set<Operation> eventTypes(View filter, CdcSettings cdc) {
        EnumSet<Operation> types = EnumSet.noneOf(Operation.class);
        types.addAll(cdc.operations());
        if (filter.isGiven("event_types")) {
            types.retainAll(filter.list("event_types", Operation.class));
        }
        return types;
    }

    private static @Nullable SoftDeleteRule softDelete(View task) {
        if (!task.isGiven("soft_delete")) {
            return null;
        }
        View view = task.group("soft_delete");
        if (!view.get("enabled", Boolean.class)) {
            return null;
        }
        String field = view.find("field", String.class);
        List<Literal> values = Literals.findAll(view, "delete_values");
        return field == null
                ? null
                : new SoftDeleteRule(
                        field,
                        values == null ? List.of() : values,
                        view.get("strategy", SoftDeleteRule.Strategy.class),
                        view.get("handle_on_full_sync", Boolean.class),
                        view.get("handle_on_cdc", Boolean.class));
    }

    private static MappingRule mapping(View view) {
        Map<String, Target> fields = new LinkedHashMap<>();
        view.named("fields", "to")
                .forEach((column, target) ->
                        fields.put(
                                column,
                                made(
                                        target,
                                        "to",
                                        Target.named("_" + fields.size()),
                                        () -> target(target, column))));
        String prefix = view.find("unmapped_fields_prefix", String.class);
        UnmappedStrategy strategy = view.get("unmapped_fields_strategy", UnmappedStrategy.class);
        if (prefix != null && strategy != UnmappedStrategy.PREFIX) {
            view.fault(
                    "unmapped_fields_prefix", "expected unmapped_fields_strategy: prefix with it");
        }
        return made(
                view,
                "fields",
                MappingRule.NONE,
                () -> new MappingRule(fields, strategy, prefix == null ? "" : prefix));
    }

    private static Target target(View view, String column) {
        String to = view.find("to", String.class);
        String path = view.find("path", String.class);
        if (to != null && path != null) {
            view.fault("path", "expected either to or path, got both");
        }
        Target target = path != null ? Target.at(path) : Target.named(to == null ? column : to);
        Literal otherwise = Literals.find(view, "default");
        if (otherwise != null) {
            target = target.withDefault(otherwise);
        }
        List<String> sources = view.list("sources", String.class);
        String separator = view.find("separator", String.class);
        if (separator != null && sources.isEmpty()) {
            view.fault("separator", "expected sources with it, got none");
        }
        return target.joining(sources, separator == null ? " " : separator);
    }

    private static TypeOptions types(View view) {
        return new TypeOptions(
                view.get("numeric", NumericForm.class),
                view.get("timestamps", TimestampForm.class));
    }
}
