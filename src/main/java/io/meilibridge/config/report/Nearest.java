package io.meilibridge.config.report;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that a mistyped one was most likely meant to be.
public final class Nearest {

    private Nearest() {}

    /// The known word with the fewest edits, when they are few for its length; of equals the first.
    /// Case and `-` for `_` cost nothing.
    public static Optional<String> to(String given, Collection<String> known) {
        String wanted = plain(given);
        String best = null;
        int fewest = Math.max(2, wanted.length() / 3) + 1;
        for (String word : known) {
            int edits = edits(wanted, plain(word), fewest);
            if (edits < fewest && edits < Math.max(wanted.length(), word.length())) {
                fewest = edits;
                best = word;
            }
        }
        return Optional.ofNullable(best);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words; `limit` or
    /// more when the words are further apart than that.
    static int edits(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
