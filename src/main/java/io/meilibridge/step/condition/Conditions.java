package io.meilibridge.step.condition;

import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.relation.TimeLimitedPattern;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Compiles conditions against a relation.
public final class Conditions {

    private final TaskRelation table;
    private final String use;

    private Conditions(TaskRelation table, String use) {
        this.table = table;
        this.use = use;
    }

    /// A test that all the conditions hold.
    ///
    /// @param use what the conditions are for, as the configuration calls it
    /// @throws io.meilibridge.fault.MappingException with RELATION_UNUSABLE when a column is
    ///   missing or a value cannot be compared with its column's type
    public static RowTest compile(TaskRelation table, List<Condition> conditions, String use) {
        return new Conditions(table, use).test(new Condition.And(conditions));
    }

    private RowTest test(Condition condition) {
        return switch (condition) {
            case Condition.And and -> new RowTest.AllOf(tests(and.conditions()));
            case Condition.Or or -> new RowTest.AnyOf(tests(or.conditions()));
            case Condition.Not not -> new RowTest.Negation(test(not.condition()));
            case Condition.IsNull isNull -> isNull(isNull.field());
            case Condition.IsNotNull isNotNull -> new RowTest.Negation(isNull(isNotNull.field()));
            case Condition.In in -> in(in.field(), in.values());
            case Condition.NotIn notIn -> new RowTest.Negation(in(notIn.field(), notIn.values()));
            case Condition.Comparison comparison -> comparison(comparison);
        };
    }

    private RowTest[] tests(List<Condition> conditions) {
        RowTest[] tests = new RowTest[conditions.size()];
        for (int i = 0; i < tests.length; i++) {
            tests[i] = test(conditions.get(i));
        }
        return tests;
    }

    private RowTest isNull(String field) {
        return new RowTest.IsNull(table.require(field, use));
    }

    private RowTest in(String field, List<Literal> values) {
        List<RowTest> tests = new ArrayList<>();
        for (Literal value : values) {
            tests.add(equal(field, value));
        }
        return new RowTest.AnyOf(tests.toArray(RowTest[]::new));
    }

    private RowTest equal(String field, Literal value) {
        return value instanceof Literal.Null
                ? isNull(field)
                : ordered(field, Operator.EQUALS, value);
    }

    private RowTest comparison(Condition.Comparison comparison) {
        String field = comparison.field();
        Literal value = comparison.value();
        return switch (comparison.operator()) {
            case EQUALS -> equal(field, value);
            case NOT_EQUALS -> new RowTest.Negation(equal(field, value));
            case GREATER_THAN, GREATER_OR_EQUAL, LESS_THAN, LESS_OR_EQUAL ->
                    ordered(field, comparison.operator(), value);
            case CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES ->
                    inText(field, comparison.operator(), value.text());
        };
    }

    private RowTest inText(String field, Operator operator, String value) {
        int column = table.require(field, use);
        TypeCodec codec = table.codec(column);
        byte[] literal = value.getBytes(StandardCharsets.UTF_8);
        return new RowTest.HasValue(
                column,
                switch (operator) {
                    case STARTS_WITH -> new TextTest.Starts(codec, literal);
                    case ENDS_WITH -> new TextTest.Ends(codec, literal);
                    case MATCHES ->
                            new PatternTest(codec, new TimeLimitedPattern(table, field, value));
                    case CONTAINS ->
                            codec.family() == ValueFamily.ARRAY
                                    ? new ElementTest(codec, value)
                                    : new TextTest.Contains(codec, literal);
                    case EQUALS,
                            NOT_EQUALS,
                            GREATER_THAN,
                            GREATER_OR_EQUAL,
                            LESS_THAN,
                            LESS_OR_EQUAL ->
                            throw new IllegalArgumentException(operator.label() + " orders.");
                });
    }

    private RowTest ordered(String field, Operator operator, Literal value) {
        int column = table.require(field, use);
        TypeCodec codec = table.codec(column);
        ValueTest test = valueTest(codec, Order.of(operator), value.text());
        if (test == null) {
            throw table.unusable(
                    "expected a value for '"
                            + operator.label()
                            + "' on column '"
                            + field
                            + "' that compares with "
                            + codec.family().name().toLowerCase(Locale.ROOT)
                            + ", got another",
                    "Change the value in the task's " + use + ".");
        }
        return new RowTest.HasValue(column, test);
    }

    /// Null when the value cannot be compared with the type.
    private static @Nullable ValueTest valueTest(TypeCodec codec, Order order, String value) {
        return switch (codec.family()) {
            case INTEGER, NUMBER -> NumberTest.of(codec, order, value);
            case BOOLEAN -> BooleanTest.of(codec, order, value);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> {
                var micros = codec.micros(value);
                yield micros.isPresent() ? new TimeTest(codec, order, micros.getAsLong()) : null;
            }
            case INTERVAL -> IntervalTest.of(codec, order, value);
            // PostgreSQL prints them in lower case and takes either.
            case UUID -> text(codec, order, value.toLowerCase(Locale.ROOT));
            case TEXT, BYTES, JSON, ARRAY, OTHER -> text(codec, order, value);
        };
    }

    private static ValueTest text(TypeCodec codec, Order order, String value) {
        return new TextTest.Compares(codec, order, value.getBytes(StandardCharsets.UTF_8));
    }
}
