package io.meilibridge.step.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.meilibridge.event.Row;
import io.meilibridge.step.Table;
import io.meilibridge.step.relation.StepTime;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Conditions on rows with unknown values against a plain reading of the conditions on every row
/// that those could be.
class ConditionsPropertyTest {

    private static final Table TABLE = Table.of("a int4 key", "b int4", "c text");

    /// Around the literals, and null: two values that no literal tells apart are one.
    private static final @Nullable String[] NUMBERS = {null, "0", "1", "2", "3"};

    private static final @Nullable String[] TEXTS = {null, "", "0", "1", "12", "2"};

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void what_is_said_of_an_incomplete_row_holds_for_every_filling() {
        int decided = 0;
        for (int i = 0; i < 4_000; i++) {
            Condition condition = condition(3);
            RowTest test =
                    Conditions.compile(
                            new TaskRelation(TABLE.rules(), TABLE.relation(), StepTime.system()),
                            List.of(condition),
                            "filter");
            @Nullable String[] values = {
                value(NUMBERS, true), value(NUMBERS, true), value(TEXTS, true)
            };
            Outcome outcome = test.test(TABLE.row(values));
            boolean incomplete = false;
            for (String value : values) {
                incomplete |= Table.UNCHANGED.equals(value) || Table.ABSENT.equals(value);
            }
            for (@Nullable String[] filling : fillings(values)) {
                Row row = TABLE.row(filling);
                boolean expected = holds(condition, filling);
                Outcome whole = test.test(row);
                boolean agrees = outcome == Outcome.UNKNOWN || outcome == whole;
                if (whole != Outcome.of(expected) || !agrees) {
                    fail(
                            "%s on %s: expected %s, got %s, and %s of %s, seed %d",
                            condition,
                            Arrays.toString(filling),
                            expected,
                            whole,
                            outcome,
                            Arrays.toString(values),
                            seed);
                }
            }
            assertThat(incomplete || outcome != Outcome.UNKNOWN).isTrue();
            decided += incomplete && outcome != Outcome.UNKNOWN ? 1 : 0;
        }
        assertThat(decided).as("incomplete rows that were decided").isGreaterThan(200);
    }

    private List<@Nullable String[]> fillings(@Nullable String[] values) {
        List<@Nullable String[]> fillings = new ArrayList<>();
        fillings.add(values.clone());
        for (int column = 0; column < values.length; column++) {
            List<@Nullable String[]> next = new ArrayList<>();
            for (@Nullable String[] filling : fillings) {
                boolean unchanged = Table.UNCHANGED.equals(filling[column]);
                if (!unchanged && !Table.ABSENT.equals(filling[column])) {
                    next.add(filling);
                    continue;
                }
                for (String value : column < 2 ? NUMBERS : TEXTS) {
                    if (value != null || !unchanged) {
                        @Nullable String[] filled = filling.clone();
                        filled[column] = value;
                        next.add(filled);
                    }
                }
            }
            fillings = next;
        }
        return fillings;
    }

    private boolean holds(Condition condition, @Nullable String[] row) {
        return switch (condition) {
            case Condition.And and -> and.conditions().stream().allMatch(c -> holds(c, row));
            case Condition.Or or -> or.conditions().stream().anyMatch(c -> holds(c, row));
            case Condition.Not not -> !holds(not.condition(), row);
            case Condition.IsNull isNull -> row[place(isNull.field())] == null;
            case Condition.IsNotNull isNotNull -> row[place(isNotNull.field())] != null;
            case Condition.In in ->
                    in.values().stream().anyMatch(v -> equal(row[place(in.field())], v));
            case Condition.NotIn notIn ->
                    notIn.values().stream().noneMatch(v -> equal(row[place(notIn.field())], v));
            case Condition.Comparison comparison -> compares(comparison, row);
        };
    }

    private static boolean compares(Condition.Comparison comparison, @Nullable String[] row) {
        String value = row[place(comparison.field())];
        Literal literal = comparison.value();
        if (comparison.operator() == Operator.EQUALS) {
            return equal(value, literal);
        }
        if (comparison.operator() == Operator.NOT_EQUALS) {
            return !equal(value, literal);
        }
        if (value == null) {
            return false;
        }
        int order = value.compareTo(literal.text());
        return switch (comparison.operator()) {
            case EQUALS, NOT_EQUALS -> throw new IllegalStateException("handled");
            case GREATER_THAN -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS_THAN -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case CONTAINS -> value.contains(literal.text());
            case STARTS_WITH -> value.startsWith(literal.text());
            case ENDS_WITH -> value.endsWith(literal.text());
            case MATCHES -> value.matches(".*" + literal.text() + ".*");
        };
    }

    private static boolean equal(@Nullable String value, Literal literal) {
        return literal instanceof Literal.Null ? value == null : literal.text().equals(value);
    }

    private static int place(String field) {
        return field.charAt(0) - 'a';
    }

    private @Nullable String value(@Nullable String[] values, boolean orUnknown) {
        int choice = random.nextInt(values.length + (orUnknown ? 4 : 0));
        return choice < values.length
                ? values[choice]
                : choice % 2 == 0 ? Table.UNCHANGED : Table.ABSENT;
    }

    private Condition condition(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> new Condition.And(conditions(depth));
                case 1 -> new Condition.Or(conditions(depth));
                default -> new Condition.Not(condition(depth - 1));
            };
        }
        int column = random.nextInt(3);
        String field = String.valueOf((char) ('a' + column));
        return switch (random.nextInt(6)) {
            case 0 -> new Condition.IsNull(field);
            case 1 -> new Condition.IsNotNull(field);
            case 2 -> new Condition.In(field, List.of(literal(true), literal(true)));
            case 3 -> new Condition.NotIn(field, List.of(literal(true), literal(true)));
            case 4 -> new Condition.Comparison(field, Operator.EQUALS, literal(true));
            default -> {
                Operator[] operators = Operator.values();
                yield new Condition.Comparison(
                        field, operators[random.nextInt(operators.length)], literal(false));
            }
        };
    }

    private List<Condition> conditions(int depth) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            conditions.add(condition(depth - 1));
        }
        return conditions;
    }

    private Literal literal(boolean orNull) {
        return orNull && random.nextInt(4) == 0
                ? Literal.ofNull()
                : Literal.of(1 + random.nextInt(2));
    }
}
