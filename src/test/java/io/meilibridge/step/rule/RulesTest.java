package io.meilibridge.step.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.step.rule.Expression.Arithmetic;
import io.meilibridge.step.rule.Expression.Concat;
import io.meilibridge.step.rule.Expression.Constant;
import io.meilibridge.step.rule.Expression.Field;
import io.meilibridge.step.rule.Expression.Kind;
import io.meilibridge.step.rule.MappingRule.Target;
import io.meilibridge.step.rule.MappingRule.UnmappedStrategy;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {

    @Test
    void expressions_are_read_with_the_usual_precedence() {
        Expression a = new Field("a");
        Expression two = new Constant(Literal.of(new BigDecimal("2")));
        assertThat(Expression.parse("a + 2 * b"))
                .isEqualTo(
                        new Arithmetic(
                                Kind.ADD, a, new Arithmetic(Kind.MULTIPLY, two, new Field("b"))));
        assertThat(Expression.parse("(a - 2) / \"odd \"\"name\""))
                .isEqualTo(
                        new Arithmetic(
                                Kind.DIVIDE,
                                new Arithmetic(Kind.SUBTRACT, a, two),
                                new Field("odd \"name")));
        assertThat(Expression.parse("a||' it''s '||2"))
                .isEqualTo(new Concat(List.of(a, new Constant(Literal.of(" it's ")), two)));
        assertThat(Expression.parse("a * -2 || b").fields()).containsExactly("a", "b");
    }

    @Test
    void expressions_that_make_no_sense_are_refused_with_the_place() {
        for (String text :
                List.of("", "a +", "a b", "(a", "'a", "a | b", "1.2.3", "#", "((".repeat(500))) {
            assertThatThrownBy(() -> Expression.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at character");
        }
    }

    @Test
    void mapped_fields_must_not_take_each_others_place() {
        requireRefused(Map.of("a", Target.named("x"), "b", Target.named("x")));
        requireRefused(Map.of("a", Target.at("x.y"), "b", Target.named("x")));
        assertThatThrownBy(() -> Target.at("x..y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MappingRule(Map.of(), UnmappedStrategy.PREFIX, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void requireRefused(Map<String, Target> fields) {
        assertThatThrownBy(() -> new MappingRule(fields, UnmappedStrategy.INCLUDE, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rules_are_copies_and_keep_their_order() {
        Map<String, Target> fields = new LinkedHashMap<>();
        fields.put("z", Target.named("1"));
        fields.put("a", Target.named("2"));
        MappingRule mapping = new MappingRule(fields, UnmappedStrategy.INCLUDE, "");
        fields.clear();
        assertThat(mapping.fields()).containsOnlyKeys("z", "a");
        assertThat(mapping.fields().keySet()).containsExactly("z", "a");
    }

    @Test
    void equal_rules_have_equal_texts() {
        TaskRules rules = TaskRules.of("t", new TableName("s", "n"));
        assertThat(
                        rules.withEventTypes(Set.of(Operation.DELETE, Operation.INSERT))
                                .eventTypes()
                                .toString())
                .isEqualTo("[INSERT, DELETE]");
        assertThat(new ColumnSelection(List.of(), Set.of("c", "a", "b")).excluded().toString())
                .isEqualTo("[a, b, c]");
    }

    @Test
    void a_column_is_either_included_or_excluded() {
        assertThatThrownBy(() -> new ColumnSelection(List.of("a"), Set.of("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void operations_are_labelled_as_users_write_them() {
        assertThat(Operation.TRUNCATE.label()).isEqualTo("truncate");
        assertThat(Operator.GREATER_OR_EQUAL.label()).isEqualTo("greater_or_equal");
    }
}
