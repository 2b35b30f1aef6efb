package io.meilibridge.telemetry.log;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.CircuitListener;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// Tells when sending to Meilisearch pauses, why, and when it goes on.
record CircuitLog(LogLine.Sink sink) implements CircuitListener {

    @Override
    public void opened(PipelineException fault, Duration pause) {
        write(Level.WARNING, fault.report(), Map.of(LogLine.CODE, fault.code().name()));
    }

    @Override
    public void probing() {
        write(Level.DEBUG, "A request finds out whether Meilisearch is back.", Map.of());
    }

    @Override
    public void stillOpen(PipelineException cause, Duration pause) {
        write(
                Level.DEBUG,
                "Nothing is sent to Meilisearch for another "
                        + seconds(pause)
                        + ": "
                        + cause.report(),
                Map.of(LogLine.CODE, cause.code().name()));
    }

    @Override
    public void closed(Duration away) {
        write(
                Level.INFO,
                "Meilisearch takes requests again, after " + seconds(away) + ".",
                Map.of());
    }

    private void write(Level level, String text, Map<String, String> fields) {
        sink.write(new LogLine(level, text, fields, null));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
