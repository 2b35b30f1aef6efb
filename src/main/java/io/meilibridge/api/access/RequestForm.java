package io.meilibridge.api.access;

import java.util.Locale;
import java.util.regex.Pattern;

/// Paths that mean one thing to one reader and another to the next are not taken at all, so that
/// what is checked is what is answered.
final class RequestForm {

    private static final int LENGTH_MAX = 2000;

    /// Empty and dotted segments, matrix parameters, other separators and control characters.
    private static final Pattern TRICKS =
            Pattern.compile("//|/\\.{1,2}(/|$)|[;\\\\\\x00-\\x20\\x7f]");

    /// What decodes to any of them, or to a character that is never to be encoded: the path that is
    /// checked would not read as the one that is answered.
    private static final Pattern DISGUISES =
            Pattern.compile("%([01].|2[5def]|3[0-9b]|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9aef])");

    /// A percent sign that begins no character.
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-f]{2})");

    private RequestForm() {}

    static boolean isPlain(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return path.startsWith("/")
                && path.length() <= LENGTH_MAX
                && !TRICKS.matcher(lower).find()
                && !DISGUISES.matcher(lower).find()
                && !BROKEN.matcher(lower).find();
    }
}
