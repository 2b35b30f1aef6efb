package io.meilibridge.step.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.meilibridge.step.relation.ArrayText;
import io.meilibridge.step.rule.Literal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON texts for transforms: numbers keep their digits.
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Json() {}

    /// @throws io.meilibridge.fault.MappingException when the text is not JSON
    static JsonNode read(String text, String rule, String column) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!node.isMissingNode()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Refused below, without the value that the exception's message holds.
        }
        throw Values.refused(rule, column, "JSON");
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree in memory can be written.", e);
        }
    }

    /// The content of a JSON string.
    static String content(String text, String column) {
        return read(text, "text", column).asText();
    }

    /// What a path leads to; null when it leads nowhere or to null.
    static @Nullable String at(JsonNode root, List<String> path) {
        JsonNode node = root;
        for (String step : path) {
            node = node.isArray() ? node.path(index(step)) : node.path(step);
        }
        return node.isMissingNode() || node.isNull() ? null : write(node);
    }

    private static int index(String step) {
        try {
            return Integer.parseInt(step);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static String array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return write(array);
    }

    static String string(String text) {
        return write(TextNode.valueOf(text));
    }

    static String literal(Literal value) {
        return value instanceof Literal.Text text ? string(text.value()) : value.text();
    }

    /// The elements of an array, in PostgreSQL's text form or as JSON, without the null ones.
    static List<String> elements(String text, String rule, String column) {
        List<String> elements = new ArrayList<>();
        if (text.startsWith("[") && !text.contains("]=")) {
            for (JsonNode node : read(text, rule, column)) {
                if (!node.isNull()) {
                    elements.add(node.isTextual() ? node.textValue() : write(node));
                }
            }
            return elements;
        }
        for (String element : ArrayText.elements(text)) {
            if (element != null) {
                elements.add(element);
            }
        }
        return elements;
    }
}
