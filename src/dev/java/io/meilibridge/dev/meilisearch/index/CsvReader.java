package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Turns CSV with a header line into NDJSON. Header cells may say `:string`, `:number` or
/// `:boolean`; an empty cell is null.
final class CsvReader {

    private enum Kind {
        STRING,
        NUMBER,
        BOOLEAN
    }

    private record Header(String name, Kind kind) {}

    private final String text;
    private final char delimiter;
    private int next;

    CsvReader(byte[] body, char delimiter) {
        this.text = new String(body, StandardCharsets.UTF_8);
        this.delimiter = delimiter;
    }

    Payload payload() {
        List<Header> headers = record().stream().map(CsvReader::header).toList();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int count = 0;
        while (next < text.length()) {
            List<String> cells = record();
            if (cells.size() != headers.size()) {
                throw PayloadFormat.malformed("a row has another number of cells than the header");
            }
            ObjectNode document = Json.object();
            for (int i = 0; i < cells.size(); i++) {
                put(document, headers.get(i), cells.get(i));
            }
            lines.writeBytes(Json.write(document));
            lines.write('\n');
            count++;
        }
        return new Payload(lines.toByteArray(), count);
    }

    private static Header header(String cell) {
        int colon = cell.lastIndexOf(':');
        return switch (colon < 0 ? "" : cell.substring(colon + 1)) {
            case "string" -> new Header(cell.substring(0, colon), Kind.STRING);
            case "number" -> new Header(cell.substring(0, colon), Kind.NUMBER);
            case "boolean" -> new Header(cell.substring(0, colon), Kind.BOOLEAN);
            default -> new Header(cell, Kind.STRING);
        };
    }

    private static void put(ObjectNode document, Header header, String cell) {
        if (cell.isEmpty()) {
            document.putNull(header.name());
            return;
        }
        switch (header.kind()) {
            case STRING -> document.put(header.name(), cell);
            case NUMBER -> putNumber(document, header.name(), cell.strip());
            case BOOLEAN -> {
                switch (cell.strip()) {
                    case "true" -> document.put(header.name(), true);
                    case "false" -> document.put(header.name(), false);
                    default -> throw PayloadFormat.malformed("a cell is not a boolean");
                }
            }
        }
    }

    private static void putNumber(ObjectNode document, String name, String cell) {
        try {
            document.put(name, Long.parseLong(cell));
        } catch (NumberFormatException notAnInteger) {
            try {
                document.put(name, Double.parseDouble(cell));
            } catch (NumberFormatException e) {
                throw PayloadFormat.malformed("a cell is not a number");
            }
        }
    }

    /// The cells up to the end of the line, quotes taken off (RFC 4180).
    private List<String> record() {
        List<String> cells = new ArrayList<>();
        boolean more = true;
        while (more) {
            cells.add(next < text.length() && text.charAt(next) == '"' ? quoted() : plain());
            more = next < text.length() && text.charAt(next) == delimiter;
            if (more) {
                next++;
            }
        }
        if (next < text.length() && text.charAt(next) == '\r') {
            next++;
        }
        if (next < text.length() && text.charAt(next++) != '\n') {
            throw PayloadFormat.malformed("something follows a quoted cell");
        }
        return cells;
    }

    private String plain() {
        int start = next;
        while (next < text.length() && !endsCell(text.charAt(next))) {
            next++;
        }
        return text.substring(start, next);
    }

    private boolean endsCell(char c) {
        return c == delimiter || c == '\n' || c == '\r';
    }

    private String quoted() {
        StringBuilder cell = new StringBuilder();
        next++;
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c != '"') {
                cell.append(c);
            } else if (next < text.length() && text.charAt(next) == '"') {
                cell.append('"');
                next++;
            } else {
                return cell.toString();
            }
        }
        throw PayloadFormat.malformed("a quoted cell does not end");
    }
}
