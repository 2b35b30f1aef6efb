package io.meilibridge.dev.meilisearch.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/// Reads and writes JSON trees and opens parsers, without Jackson's own limits: what is too deep or
/// too large is decided where Meilisearch decides it.
public final class Json {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .nodeFactory(new NumberNodes())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    public static JsonParser parser(byte[] bytes, int start, int length) throws IOException {
        return FACTORY.createParser(bytes, start, length);
    }

    /// @throws JsonProcessingException when the bytes are not exactly one JSON value
    public static JsonNode read(byte[] bytes) throws JsonProcessingException {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For text of our own.
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The value that the parser stands at.
    public static JsonNode read(JsonParser parser) throws IOException {
        return MAPPER.reader()
                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(parser);
    }

    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode text(String value) {
        return MAPPER.getNodeFactory().textNode(value);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /// Whether an integer of that many digits' text is an i64 or a u64.
    public static boolean isInteger64(String text) {
        if (text.length() <= 18) {
            return true;
        }
        if (text.length() > 21) {
            return false;
        }
        BigInteger value = new BigInteger(text);
        return value.compareTo(NumberNodes.SMALLEST) >= 0
                && value.compareTo(NumberNodes.LARGEST) <= 0;
    }
}
