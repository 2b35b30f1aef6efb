package io.meilibridge.step.relation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the text form of arrays (PostgreSQL docs, Arrays, Array Input and Output Syntax) and of
/// vectors.
public final class ArrayText {

    private ArrayText() {}

    /// The elements of an array in order, those of several dimensions one after another; NULL
    /// elements are null. Text that is no array gives what can be made of it, never an exception.
    public static List<@Nullable String> elements(String text) {
        List<@Nullable String> elements = new ArrayList<>();
        // Bounds other than 1 come first: [0:1]={a,b}. A vector is written [1,2].
        int open = text.indexOf('{');
        int at = open < 0 ? 0 : open;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at = quoted(text, at + 1, elements);
            } else if (isSyntax(c)) {
                at++;
            } else {
                int start = at;
                while (at < text.length() && !isSyntax(text.charAt(at))) {
                    at++;
                }
                String element = text.substring(start, at);
                elements.add(element.equals("NULL") ? null : element);
            }
        }
        return elements;
    }

    private static boolean isSyntax(char c) {
        // box is the one type whose arrays are separated by ';'. It holds commas: not told apart.
        return c == '{' || c == '}' || c == '[' || c == ']' || c == ',';
    }

    /// Adds the quoted element that starts at `at`, after its quote.
    ///
    /// @return the place after the closing quote
    private static int quoted(String text, int at, List<@Nullable String> elements) {
        StringBuilder element = new StringBuilder();
        int next = at;
        while (next < text.length() && text.charAt(next) != '"') {
            if (text.charAt(next) == '\\' && next + 1 < text.length()) {
                next++;
            }
            element.append(text.charAt(next));
            next++;
        }
        elements.add(element.toString());
        return next + 1;
    }
}
