package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonOutput;
import java.util.Arrays;

/// Text between double quotes with backslash escapes, as items of arrays and hstores are printed.
final class QuotedText {

    private QuotedText() {}

    /// The place of the closing quote; −1 when there is none.
    ///
    /// @param start the first byte after the opening quote
    static int closing(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at < end ? at : -1;
    }

    static boolean hasEscapes(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    static byte[] unescaped(byte[] bytes, int start, int end) {
        byte[] plain = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; at++) {
            if (bytes[at] == '\\' && at + 1 < end) {
                at++;
            }
            plain[length++] = bytes[at];
        }
        return Arrays.copyOf(plain, length);
    }

    /// Writes the bytes between quotes, escaping what would end them.
    static void print(byte[] bytes, int start, int end, JsonOutput out) {
        out.put('"');
        for (int at = start; at < end; at++) {
            if (bytes[at] == '"' || bytes[at] == '\\') {
                out.put('\\');
            }
            out.put((char) bytes[at]);
        }
        out.put('"');
    }
}
