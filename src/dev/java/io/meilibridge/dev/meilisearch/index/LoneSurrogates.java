package io.meilibridge.dev.meilisearch.index;

/// Finds `\uD800`-like escapes that are no half of a pair. Looks at bytes, since decoding every
/// string would cost more than all the rest of indexing.
final class LoneSurrogates {

    private static final int NONE = -1;

    private LoneSurrogates() {}

    /// @param json valid JSON
    static boolean isIn(byte[] json, int start, int end) {
        int i = start;
        while (i < end) {
            if (json[i] != '\\') {
                i++;
                continue;
            }
            int unit = escapedUnit(json, i, end);
            if (unit != NONE && Character.isSurrogate((char) unit)) {
                int low = escapedUnit(json, i + 6, end);
                boolean pair =
                        Character.isHighSurrogate((char) unit)
                                && low != NONE
                                && Character.isLowSurrogate((char) low);
                if (!pair) {
                    return true;
                }
                i += 12;
            } else {
                i += 2;
            }
        }
        return false;
    }

    private static int escapedUnit(byte[] json, int at, int end) {
        if (at + 6 > end || json[at] != '\\' || json[at + 1] != 'u') {
            return NONE;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return unit;
    }
}
