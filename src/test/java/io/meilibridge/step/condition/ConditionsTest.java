package io.meilibridge.step.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.Table;
import io.meilibridge.step.relation.StepTime;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.Operator;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Numbers exactly, whatever their type and spelling
                "int4 | 10 | equals | 10 | TRUE",
                "int4 | 10 | equals | 10.0 | TRUE",
                "int4 | 9 | less_than | 10 | TRUE",
                "int8 | 9007199254740993 | equals | 9007199254740992 | FALSE",
                "int8 | 9007199254740993 | greater_than | 9007199254740992 | TRUE",
                "numeric | 0.30 | equals | 0.3 | TRUE",
                "numeric | 0.1 | greater_or_equal | 0.1000000000000000055 | FALSE",
                "numeric | NaN | greater_than | 1 | TRUE",
                "numeric | NaN | equals | NaN | TRUE",
                "float8 | Infinity | greater_than | 1e300 | TRUE",
                "float8 | -Infinity | less_or_equal | -Infinity | TRUE",
                "float8 | 1e-7 | equals | 0.0000001 | TRUE",
                "int4 | 5 | not_equals | 5 | FALSE",
                // Booleans
                "bool | t | equals | true | TRUE",
                "bool | f | equals | true | FALSE",
                "bool | f | less_than | true | TRUE",
                // Times as times
                "date | 2024-01-31 | equals | 2024-01-31 | TRUE",
                "date | 10000-01-01 | greater_than | 9999-12-31 | TRUE",
                "timestamp | 2024-01-31 13:37:00 | equals | 2024-01-31T13:37 | TRUE",
                "timestamptz | 2024-01-31 13:37:00+00 | equals | 2024-01-31T15:37:00+02:00 | TRUE",
                "timestamptz | infinity | greater_than | 2999-01-01 | TRUE",
                "time | 09:05:00 | less_than | 10:00 | TRUE",
                "interval | P1M | greater_than | P29D | TRUE",
                "interval | P1M | equals | P30D | TRUE",
                "interval | PT-1.5S | less_than | PT0S | TRUE",
                // Everything else as text, by code point
                "text | b | greater_than | a | TRUE",
                "text | B | less_than | a | TRUE",
                "text | 9 | greater_than | 10 | TRUE",
                "text | \uD83D\uDE00 | greater_than | \uFF5E | TRUE",
                "text | 42 | equals | 42 | TRUE",
                "uuid | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | equals |"
                        + " A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11 | TRUE",
                "text | abc | contains | bc | TRUE",
                "text | abc | contains | cb | FALSE",
                "text | abc | starts_with | ab | TRUE",
                "text | abc | starts_with | abcd | FALSE",
                "text | abc | ends_with | bc | TRUE",
                "text | abc | ends_with | ab | FALSE",
                "text | abc | matches | ^a.c$ | TRUE",
                "text | xabcx | matches | b | TRUE",
                "text | xabcx | matches | ^b | FALSE",
                "int4 | 1234 | starts_with | 12 | TRUE",
                // Arrays contain whole elements
                "text[] | {wholesale,new} | contains | sale | FALSE",
                "text[] | {sale,\"b c\",NULL} | contains | sale | TRUE",
                "text[] | {sale,\"b \\\"c\"} | contains | b \"c | TRUE",
                "text[] | {{a},{b}} | contains | b | TRUE",
                "text[] | [0:1]={a,b} | contains | a | TRUE",
            })
    void values_compare_as_their_types_do(
            String type, String value, String operator, String literal, Outcome expected) {
        Condition condition =
                new Condition.Comparison(
                        "x",
                        Operator.valueOf(operator.toUpperCase(java.util.Locale.ROOT)),
                        Literal.of(literal));
        assertThat(test(type, condition, value)).isEqualTo(expected);
    }

    @Test
    void null_is_an_ordinary_value_for_equality_and_membership() {
        Literal none = Literal.ofNull();
        Literal one = Literal.of(1);
        assertThat(on(null, Operator.EQUALS, none)).isEqualTo(Outcome.TRUE);
        assertThat(on("1", Operator.EQUALS, none)).isEqualTo(Outcome.FALSE);
        assertThat(on(null, Operator.EQUALS, one)).isEqualTo(Outcome.FALSE);
        assertThat(on(null, Operator.NOT_EQUALS, one)).isEqualTo(Outcome.TRUE);
        assertThat(on(null, Operator.NOT_EQUALS, none)).isEqualTo(Outcome.FALSE);
        assertThat(test("int4", new Condition.In("x", List.of(one, none)), null))
                .isEqualTo(Outcome.TRUE);
        assertThat(test("int4", new Condition.In("x", List.of(one)), null))
                .isEqualTo(Outcome.FALSE);
        assertThat(test("int4", new Condition.NotIn("x", List.of(one)), null))
                .isEqualTo(Outcome.TRUE);
        assertThat(test("int4", new Condition.NotIn("x", List.of(none)), null))
                .isEqualTo(Outcome.FALSE);
        assertThat(test("int4", new Condition.In("x", List.of()), "1")).isEqualTo(Outcome.FALSE);
    }

    @Test
    void other_comparisons_are_false_on_null() {
        for (Operator operator : Operator.values()) {
            if (operator != Operator.EQUALS && operator != Operator.NOT_EQUALS) {
                Condition condition = new Condition.Comparison("x", operator, Literal.of("1"));
                assertThat(test("text", condition, null))
                        .as(operator.label())
                        .isEqualTo(Outcome.FALSE);
            }
        }
    }

    @Test
    void an_unchanged_value_is_known_not_to_be_null() {
        assertThat(test("text", new Condition.IsNull("x"), Table.UNCHANGED))
                .isEqualTo(Outcome.FALSE);
        assertThat(test("text", new Condition.IsNotNull("x"), Table.UNCHANGED))
                .isEqualTo(Outcome.TRUE);
        assertThat(test("text", new Condition.IsNull("x"), Table.ABSENT))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(on(Table.UNCHANGED, Operator.EQUALS, Literal.of(1))).isEqualTo(Outcome.UNKNOWN);
        assertThat(on(Table.UNCHANGED, Operator.EQUALS, Literal.ofNull())).isEqualTo(Outcome.FALSE);
    }

    @Test
    void an_endless_regular_expression_is_given_up() {
        AtomicLong nanos = new AtomicLong();
        StepTime time = new StepTime(InstantSource.system(), () -> nanos.addAndGet(1_000_000));
        Table table = Table.of("id int4 key", "x text");
        RowTest test =
                Conditions.compile(
                        new TaskRelation(table.rules(), table.relation(), time),
                        List.of(
                                new Condition.Comparison(
                                        "x", Operator.MATCHES, Literal.of("^(a+)(a+)(a+)(a+)c"))),
                        "filter");
        assertThatThrownBy(() -> test.test(table.row("1", "a".repeat(200) + "b")))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNMAPPABLE_VALUE))
                .hasMessageContaining("'x'")
                .hasMessageNotContaining("aaaa");
    }

    @Test
    void a_regular_expression_that_exhausts_the_stack_is_given_up() {
        Condition condition =
                new Condition.Comparison("x", Operator.MATCHES, Literal.of("^(a|b)*c$"));
        assertThatThrownBy(() -> test("text", condition, "ab".repeat(100_000)))
                .isInstanceOf(MappingException.class);
    }

    @Test
    void a_value_of_another_kind_or_a_missing_column_is_a_fault_of_the_relation() {
        assertThatThrownBy(() -> on("1", Operator.EQUALS, Literal.of("many")))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("compares with integer");
        assertThatThrownBy(() -> test("text", new Condition.IsNull("gone"), "1"))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.RELATION_UNUSABLE))
                .hasMessageContaining("'gone'");
    }

    @Test
    void conditions_without_meaning_are_refused() {
        assertThatThrownBy(
                        () -> new Condition.Comparison("x", Operator.LESS_THAN, Literal.ofNull()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Condition.Comparison("x", Operator.MATCHES, Literal.of("(")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Literal.of(new BigDecimal("1e999999999")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Outcome on(@Nullable String value, Operator operator, Literal literal) {
        return test("int4", new Condition.Comparison("x", operator, literal), value);
    }

    private static Outcome test(String type, Condition condition, @Nullable String value) {
        Table table = Table.of("id int4 key", "x " + type);
        return Conditions.compile(
                        new TaskRelation(table.rules(), table.relation(), StepTime.system()),
                        List.of(condition),
                        "filter")
                .test(table.row("1", value));
    }
}
