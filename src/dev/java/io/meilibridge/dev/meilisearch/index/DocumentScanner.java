package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.error.BatchFailedException;
import io.meilibridge.dev.meilisearch.error.TaskFailedException;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the documents of a payload in one pass: their ids, the names of their fields, and whether
/// they hold what no index can.
final class DocumentScanner implements AutoCloseable {

    private static final int DEPTH_MAX = 128;

    /// A number this long or with an exponent may be beyond an f64.
    private static final int SAFE_DIGITS = 300;

    private final byte[] payload;
    private final JsonParser parser;
    private final FieldShape root;
    private final Consumer<String> fieldNames;
    private final @Nullable PrimaryKey key;
    private final List<String> prefixes = new ArrayList<>();

    /// @param fieldNames is given every name of every document, nested ones as dotted paths
    DocumentScanner(
            byte[] payload, FieldShape root, Consumer<String> fieldNames, @Nullable PrimaryKey key)
            throws IOException {
        this.payload = payload;
        this.parser = Json.parser(payload, 0, payload.length);
        this.root = root;
        this.fieldNames = fieldNames;
        this.key = key;
    }

    /// Looks at values only, not for ids.
    static DocumentScanner ofValues(byte[] payload) throws IOException {
        return new DocumentScanner(payload, FieldShape.root(), name -> {}, null);
    }

    /// @return null behind the last document
    /// @throws TaskFailedException when the document has no valid id
    /// @throws BatchFailedException when it holds a value that breaks the indexer
    @Nullable ScannedDocument next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            token = parser.nextToken();
        }
        if (token != JsonToken.START_OBJECT) {
            return null;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        FieldShape shape = root;
        String id = null;
        boolean reserved = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            shape = shape.with(name);
            fieldNames.accept(name);
            reserved |= name.startsWith("_");
            parser.nextToken();
            if (key != null && name.equals(key.name())) {
                id = id(id);
            }
            value(name);
        }
        int end = (int) parser.currentLocation().getByteOffset();
        if (LoneSurrogates.isIn(payload, start, end)) {
            throw broken("a lone surrogate");
        }
        return new ScannedDocument(
                key == null ? "" : checked(key, id, start, end), start, end, shape, reserved);
    }

    private String id(@Nullable String earlier) throws IOException {
        String text =
                switch (parser.currentToken()) {
                    case VALUE_STRING -> parser.getText();
                    case VALUE_NUMBER_INT ->
                            Json.isInteger64(parser.getText()) ? parser.getText() : "";
                    default -> "";
                };
        if (earlier != null || !DocumentIds.isValid(text)) {
            throw DocumentIds.invalid(text);
        }
        return text;
    }

    private String checked(PrimaryKey known, @Nullable String id, int start, int end)
            throws IOException {
        if (!known.isNested()) {
            if (id == null) {
                throw DocumentIds.missing(known.name());
            }
            return id;
        }
        List<JsonNode> values = known.valuesIn(Json.read(Arrays.copyOfRange(payload, start, end)));
        if (values.isEmpty()) {
            throw DocumentIds.missing(known.name());
        }
        String nested = DocumentIds.of(values.getFirst());
        if (values.size() > 1 || nested == null) {
            throw DocumentIds.invalid(values.getFirst().asText());
        }
        return nested;
    }

    /// Walks over the value that the parser stands at.
    private void value(String field) throws IOException {
        prefixes.clear();
        String name = field;
        JsonToken token = parser.currentToken();
        while (true) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    prefixes.add(name);
                    if (prefixes.size() >= DEPTH_MAX) {
                        throw broken("nesting deeper than " + DEPTH_MAX);
                    }
                }
                case END_OBJECT, END_ARRAY -> name = prefixes.removeLast();
                case FIELD_NAME -> {
                    name = prefixes.getLast() + '.' + parser.currentName();
                    fieldNames.accept(name);
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
                default -> {}
            }
            if (prefixes.isEmpty()) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void number() throws IOException {
        int length = parser.getTextLength();
        boolean doubtful = length > SAFE_DIGITS;
        if (!doubtful && parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            char[] text = parser.getTextCharacters();
            int start = parser.getTextOffset();
            for (int i = start; i < start + length; i++) {
                doubtful |= text[i] == 'e' || text[i] == 'E';
            }
        }
        if (doubtful && Double.isInfinite(Double.parseDouble(parser.getText()))) {
            throw broken("a number out of range");
        }
    }

    private static BatchFailedException broken(String what) {
        return new BatchFailedException("internal", "internal: a document holds " + what + ".");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
