package io.meilibridge.config.bind;

import io.meilibridge.config.key.ConditionWord;
import io.meilibridge.config.report.Shown;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Binds filter conditions.
final class ConditionBinder {

    private ConditionBinder() {}

    static List<Condition> bind(View view) {
        List<Condition> conditions = new ArrayList<>();
        for (View each : view.groups("conditions")) {
            Condition condition = condition(each);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private static @Nullable Condition condition(View view) {
        ConditionWord word = view.find("op", ConditionWord.class);
        if (word == null) {
            return null;
        }
        return switch (word) {
            case EQUALS -> comparison(view, word, Operator.EQUALS);
            case NOT_EQUALS -> comparison(view, word, Operator.NOT_EQUALS);
            case GREATER_THAN -> comparison(view, word, Operator.GREATER_THAN);
            case GREATER_OR_EQUAL -> comparison(view, word, Operator.GREATER_OR_EQUAL);
            case LESS_THAN -> comparison(view, word, Operator.LESS_THAN);
            case LESS_OR_EQUAL -> comparison(view, word, Operator.LESS_OR_EQUAL);
            case CONTAINS -> comparison(view, word, Operator.CONTAINS);
            case STARTS_WITH -> comparison(view, word, Operator.STARTS_WITH);
            case ENDS_WITH -> comparison(view, word, Operator.ENDS_WITH);
            case MATCHES -> comparison(view, word, Operator.MATCHES);
            case IN, NOT_IN -> membership(view, word);
            case IS_NULL, IS_NOT_NULL -> nullness(view, word);
            case AND, OR, NOT -> combination(view, word);
        };
    }

    private static @Nullable Condition comparison(
            View view, ConditionWord word, Operator operator) {
        String field = arguments(view, word, "field", "value");
        Literal value = Literals.find(view, "value");
        if (field == null || value == null) {
            return null;
        }
        try {
            return new Condition.Comparison(field, operator, value);
        } catch (PatternSyntaxException e) {
            view.fault(
                    "value",
                    "expected a regular expression, got "
                            + Shown.text(e.getPattern())
                            + ": "
                            + e.getDescription()
                            + " at character "
                            + (e.getIndex() + 1));
        } catch (IllegalArgumentException e) {
            view.fault("value", String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static @Nullable Condition membership(View view, ConditionWord word) {
        String field = arguments(view, word, "field", "values");
        List<Literal> values = Literals.findAll(view, "values");
        if (field == null || values == null) {
            return null;
        }
        if (values.isEmpty()) {
            view.fault("values", "expected at least one value, got none");
        }
        return word == ConditionWord.IN
                ? new Condition.In(field, values)
                : new Condition.NotIn(field, values);
    }

    private static @Nullable Condition nullness(View view, ConditionWord word) {
        String field = arguments(view, word, "field");
        if (field == null) {
            return null;
        }
        return word == ConditionWord.IS_NULL
                ? new Condition.IsNull(field)
                : new Condition.IsNotNull(field);
    }

    private static @Nullable Condition combination(View view, ConditionWord word) {
        arguments(view, word, "conditions");
        List<Condition> conditions = bind(view);
        if (view.isGiven("conditions") && view.groups("conditions").isEmpty()) {
            view.fault("conditions", "expected at least one condition, got none");
        }
        if (word == ConditionWord.AND) {
            return new Condition.And(conditions);
        }
        if (word == ConditionWord.OR) {
            return new Condition.Or(conditions);
        }
        if (conditions.size() > 1) {
            view.fault("conditions", "expected one condition with not, got more");
        }
        return conditions.size() == 1 ? new Condition.Not(conditions.getFirst()) : null;
    }

    /// Sees to it that the keys an operator needs are given and no others; the column, if it is one
    /// of them.
    private static @Nullable String arguments(View view, ConditionWord word, String... needed) {
        List<String> names = List.of(needed);
        String written = word.name().toLowerCase(Locale.ROOT);
        for (String name : List.of("field", "value", "values", "conditions")) {
            if (names.contains(name) && !view.isGiven(name)) {
                view.fault(name, "expected it with operator " + written + ", got nothing");
            } else if (!names.contains(name) && view.isGiven(name)) {
                view.fault(
                        name, "expected it to be left out with operator " + written + ", got it");
            }
        }
        return names.contains("field") ? view.find("field", String.class) : null;
    }
}
