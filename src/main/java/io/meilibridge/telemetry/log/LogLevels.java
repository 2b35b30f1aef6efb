package io.meilibridge.telemetry.log;

import io.meilibridge.config.settings.LogLevel;
import io.meilibridge.config.settings.LoggingSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Logger;
import org.jboss.logmanager.Level;

/// Sets levels while the service runs. Loggers whose level is not said any more follow their
/// parents again.
public final class LogLevels {

    // Held, since a logger that nobody holds may be forgotten with its level.
    private final Map<String, Logger> set = new HashMap<>();

    /// @param before what was set at the start, or by the last call
    public synchronized void change(LoggingSettings before, LoggingSettings after) {
        set("", after.level());
        for (String category : before.categories().keySet()) {
            if (!after.categories().containsKey(category)) {
                logger(category).setLevel(null);
            }
        }
        after.categories().forEach(this::set);
    }

    private void set(String category, LogLevel level) {
        logger(category)
                .setLevel(
                        switch (level) {
                            case OFF -> Level.OFF;
                            case ERROR -> Level.ERROR;
                            case WARN -> Level.WARN;
                            case INFO -> Level.INFO;
                            case DEBUG -> Level.DEBUG;
                            case TRACE -> Level.TRACE;
                        });
    }

    private Logger logger(String category) {
        return set.computeIfAbsent(category, Logger::getLogger);
    }
}
