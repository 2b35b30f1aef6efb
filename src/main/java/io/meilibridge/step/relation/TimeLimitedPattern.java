package io.meilibridge.step.relation;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A regular expression that is given up after [#LIMIT_MILLIS]: one that backtracks for ever on
/// some value must not hold the stream. The text it reads looks at the clock as it is read.
public final class TimeLimitedPattern {

    /// Long for a match, short for a stream.
    public static final long LIMIT_MILLIS = 100;

    /// A look at the clock costs as much as reading many characters.
    private static final int READS_BETWEEN_LOOKS = 1024;

    private final TaskRelation table;
    private final String column;
    private final Pattern pattern;

    /// @param column whose text it reads, for messages
    public TimeLimitedPattern(TaskRelation table, String column, String pattern) {
        this.table = table;
        this.column = column;
        this.pattern = Pattern.compile(pattern);
    }

    /// The first match in a text; null when there is none.
    ///
    /// @throws MappingException with UNMAPPABLE_VALUE when the limit is over, or the stack is
    public @Nullable Matcher find(String text) {
        Matcher matcher = pattern.matcher(new Watched(text, table.time().nanoTime()));
        try {
            return matcher.find() ? matcher : null;
        } catch (Expired | StackOverflowError e) {
            throw new MappingException(
                    ErrorCode.UNMAPPABLE_VALUE,
                    "Cannot match column '"
                            + column
                            + "' of relation "
                            + table.relation()
                            + " for task '"
                            + table.rules().task()
                            + "': expected the regular expression to end within "
                            + LIMIT_MILLIS
                            + " ms and the stack, got no answer.",
                    "Write it without nested repetitions such as (a+)+.",
                    e);
        }
    }

    private static final class Expired extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Expired() {
            super("The time limit is over.", null, false, false);
        }
    }

    private static final class Watched implements CharSequence {

        private final CharSequence text;
        private final LongSupplier nanoTime;
        private final long startNanos;
        private int reads;

        Watched(CharSequence text, LongSupplier nanoTime) {
            this.text = text;
            this.nanoTime = nanoTime;
            startNanos = nanoTime.getAsLong();
        }

        @Override
        public char charAt(int index) {
            if (++reads >= READS_BETWEEN_LOOKS) {
                reads = 0;
                if (nanoTime.getAsLong() - startNanos > LIMIT_MILLIS * 1_000_000) {
                    throw new Expired();
                }
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
