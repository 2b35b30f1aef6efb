package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.meilibridge.dev.meilisearch.error.BatchFailedException;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How a request's documents are written. Reading checks the whole syntax and nothing else: ids and
/// fields are looked at when the task runs.
public enum PayloadFormat {
    JSON,
    NDJSON,
    CSV;

    /// @param csvDelimiter looked at for CSV only
    /// @throws RequestRefusedException with `missing_payload` or `malformed_payload`
    public Payload read(byte[] body, char csvDelimiter) {
        if (body.length == 0) {
            throw new RequestRefusedException("missing_payload", "A payload is missing.");
        }
        try {
            return switch (this) {
                case JSON -> isObject(body) ? single(body) : new Payload(body, countArray(body));
                case NDJSON -> new Payload(body, countSequence(body));
                case CSV -> new CsvReader(body, csvDelimiter).payload();
            };
        } catch (IOException | BatchFailedException e) {
            throw malformed(e.getMessage());
        }
    }

    static RequestRefusedException malformed(@Nullable String reason) {
        return new RequestRefusedException(
                "malformed_payload", "The payload is malformed: " + reason);
    }

    private static boolean isObject(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{';
            }
        }
        return false;
    }

    /// A lone object is parsed to values already here, so what no value can hold is refused here.
    private static Payload single(byte[] body) throws IOException {
        countSequence(body);
        byte[] written = Json.write(Json.read(body));
        try (DocumentScanner scanner = DocumentScanner.ofValues(body)) {
            scanner.next();
        }
        return new Payload(written, 1);
    }

    private static int countArray(byte[] body) throws IOException {
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw malformed("it is neither an array nor an object");
            }
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                skipObject(parser);
                count++;
            }
            if (parser.nextToken() != null) {
                throw malformed("there is something behind the array");
            }
            return count;
        }
    }

    private static int countSequence(byte[] body) throws IOException {
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            int count = 0;
            while (parser.nextToken() != null) {
                skipObject(parser);
                count++;
            }
            return count;
        }
    }

    private static void skipObject(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw malformed("an item is not an object");
        }
        parser.skipChildren();
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw malformed("an object does not end");
        }
    }
}
