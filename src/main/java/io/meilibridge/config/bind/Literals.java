package io.meilibridge.config.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import io.meilibridge.config.tree.Sequence;
import io.meilibridge.step.rule.Literal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Values whose type is the user's choice. Unquoted `true`, `false`, `null` and decimal numbers are
/// what they look like, everything else is a text: also `yes`, `no`, `on` and `off`, which older
/// YAML took for truth values and so could not name a country.
final class Literals {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DIGITS_MAX = 400;

    private Literals() {}

    static Literal literal(Scalar scalar) {
        return switch (scalar.form()) {
            case TEXT -> Literal.of(scalar.text());
            case NULL -> Literal.ofNull();
            case BOOLEAN -> isTruth(scalar) ? Literal.of(truth(scalar)) : Literal.of(scalar.text());
            case NUMBER -> {
                BigDecimal number = number(scalar.text());
                yield number == null ? Literal.of(scalar.text()) : Literal.of(number);
            }
        };
    }

    /// The one value of a key; null when it is left out. Anything but a single value is a fault.
    static @Nullable Literal find(View view, String name) {
        Node node = view.given(name);
        if (node == null) {
            return null;
        }
        if (node instanceof Scalar scalar) {
            return literal(scalar);
        }
        view.fault(name, "expected a single value, got " + node.kind());
        return null;
    }

    /// The values of a key; null when it is left out, or has others than single values.
    static @Nullable List<Literal> findAll(View view, String name) {
        Node node = view.given(name);
        if (node == null) {
            return null;
        }
        List<Literal> values = new ArrayList<>();
        List<@Nullable Node> items =
                node instanceof Sequence sequence ? sequence.items() : List.of(node);
        for (Node item : items) {
            if (!(item instanceof Scalar scalar)) {
                String got = item == null ? "nothing" : item.kind();
                view.fault(name, "expected a list of single values, got " + got + " in it");
                return null;
            }
            values.add(literal(scalar));
        }
        return values;
    }

    static JsonNode json(Node node) {
        return switch (node) {
            case Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach((name, value) -> object.set(name, json(value)));
                yield object;
            }
            case Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                for (Node item : sequence.items()) {
                    array.add(item == null ? JSON.nullNode() : json(item));
                }
                yield array;
            }
            case Scalar scalar ->
                    switch (literal(scalar)) {
                        case Literal.Text text -> JSON.textNode(text.value());
                        case Literal.Truth truth -> JSON.booleanNode(truth.value());
                        case Literal.Null _ -> JSON.nullNode();
                        case Literal.Decimal decimal -> number(decimal.value());
                    };
        };
    }

    private static JsonNode number(BigDecimal value) {
        boolean whole = value.scale() <= 0 && value.precision() - value.scale() <= 18;
        return whole ? JSON.numberNode(value.longValueExact()) : JSON.numberNode(value);
    }

    private static boolean isTruth(Scalar scalar) {
        String text = scalar.text().toLowerCase(Locale.ROOT);
        return text.equals("true") || text.equals("false");
    }

    private static boolean truth(Scalar scalar) {
        return scalar.text().equalsIgnoreCase("true");
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.length() > DIGITS_MAX || !text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]{1,3})?")) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
