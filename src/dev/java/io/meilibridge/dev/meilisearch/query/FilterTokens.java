package io.meilibridge.dev.meilisearch.query;

import java.util.ArrayList;
import java.util.List;

/// Cuts a filter into words, quoted texts and signs.
final class FilterTokens {

    private static final String SIGNS = "()[],=<>!";

    /// @param quoted whether it stood in quotes, and so is no keyword and no sign
    record Token(String text, boolean quoted) {

        boolean is(String keyword) {
            return !quoted && text.equalsIgnoreCase(keyword);
        }

        boolean isSign() {
            return !quoted && SIGNS.indexOf(text.charAt(0)) >= 0;
        }
    }

    private final String text;
    private int next;

    private FilterTokens(String text) {
        this.text = text;
    }

    static List<Token> of(String filter) throws FilterSyntaxException {
        FilterTokens tokens = new FilterTokens(filter);
        List<Token> found = new ArrayList<>();
        while (tokens.skipBlanks()) {
            found.add(tokens.one());
        }
        return found;
    }

    private boolean skipBlanks() {
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length();
    }

    private Token one() throws FilterSyntaxException {
        char first = text.charAt(next);
        if (first == '"' || first == '\'') {
            return quoted(first);
        }
        int start = next++;
        if (SIGNS.indexOf(first) >= 0) {
            boolean comparison = first == '<' || first == '>' || first == '!';
            if (comparison && next < text.length() && text.charAt(next) == '=') {
                next++;
            }
            return new Token(text.substring(start, next), false);
        }
        while (next < text.length() && isWordPart(text.charAt(next))) {
            next++;
        }
        return new Token(text.substring(start, next), false);
    }

    private static boolean isWordPart(char c) {
        return !Character.isWhitespace(c) && SIGNS.indexOf(c) < 0 && c != '"' && c != '\'';
    }

    private Token quoted(char quote) throws FilterSyntaxException {
        StringBuilder value = new StringBuilder();
        next++;
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c == quote) {
                return new Token(value.toString(), true);
            }
            if (c == '\\' && next < text.length()) {
                c = text.charAt(next++);
            }
            value.append(c);
        }
        throw new FilterSyntaxException("A quoted value does not end.");
    }
}
