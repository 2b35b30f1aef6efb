package io.meilibridge.config.key;

import io.meilibridge.event.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a table's name as PostgreSQL reads an identifier: unquoted parts have A-Z folded to lower
/// case, quoted ones are kept, `""` inside quotes is one quote. Without a schema it is `public`.
final class TableNames {

    private TableNames() {}

    /// The name, or null when the text is none.
    static @Nullable TableName parse(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder part = new StringBuilder();
            at =
                    at < text.length() && text.charAt(at) == '"'
                            ? quoted(text, at + 1, part)
                            : unquoted(text, at, part);
            if (at < 0 || part.isEmpty() || part.indexOf("\0") >= 0) {
                return null;
            }
            parts.add(part.toString());
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at++) != '.') {
                return null;
            }
        }
        return switch (parts.size()) {
            case 1 -> new TableName("public", parts.getFirst());
            case 2 -> new TableName(parts.getFirst(), parts.getLast());
            default -> null;
        };
    }

    /// Where the part ends, or -1.
    private static int quoted(String text, int start, StringBuilder part) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '"') {
                part.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                part.append('"');
                i++;
            } else {
                return i + 1;
            }
        }
        return -1;
    }

    private static int unquoted(String text, int start, StringBuilder part) {
        int i = start;
        for (; i < text.length() && text.charAt(i) != '.'; i++) {
            char c = text.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            boolean lower = c >= 'a' && c <= 'z';
            boolean starts = c == '_' || lower || upper || c >= 0x80;
            boolean digit = c >= '0' && c <= '9';
            if (!starts && (i == start || !(c == '$' || digit))) {
                return -1;
            }
            part.append(upper ? (char) (c + 'a' - 'A') : c);
        }
        return i;
    }
}
