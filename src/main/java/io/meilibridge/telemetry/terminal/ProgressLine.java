package io.meilibridge.telemetry.terminal;

import io.meilibridge.snapshot.FullSyncProgress;
import java.time.Duration;
import java.util.Locale;

/// One full sync as a line: `products [#####-----] 52 % 1,604,000 of about 3,090,000 rows,
/// 366,800/s, 4 s left`.
final class ProgressLine {

    private static final int BAR = 30;

    private ProgressLine() {}

    /// @param rowsPerSecond read
    static String of(String task, String state, FullSyncProgress progress, double rowsPerSecond) {
        int filled = (int) Math.round(Math.clamp(progress.part(), 0, 1) * BAR);
        StringBuilder line = new StringBuilder(task);
        line.append(" [").repeat("#", filled).repeat("-", BAR - filled).append("] ");
        line.append(String.format(Locale.ROOT, "%3.0f %%  ", progress.part() * 100));
        line.append(number(progress.rowsDone()));
        if (progress.rowsEstimated() >= 0) {
            line.append(" of about ").append(number(progress.rowsEstimated()));
        }
        line.append(" rows");
        if (!state.equals("reading")) {
            return line.append(", ").append(state).toString();
        }
        line.append(", ").append(number(Math.round(rowsPerSecond))).append("/s");
        long left = progress.rowsEstimated() - progress.rowsDone();
        if (rowsPerSecond >= 1 && left > 0) {
            line.append(", ").append(text(Duration.ofSeconds((long) (left / rowsPerSecond))));
        }
        return line.toString();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String text(Duration left) {
        if (left.toHours() > 0) {
            return left.toHours() + " h " + left.toMinutesPart() + " min left";
        }
        return left.toMinutes() > 0
                ? left.toMinutes() + " min " + left.toSecondsPart() + " s left"
                : left.toSeconds() + " s left";
    }
}
