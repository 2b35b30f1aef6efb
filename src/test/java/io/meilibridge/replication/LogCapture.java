package io.meilibridge.replication;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Takes what one class logs, in place of the log itself.
final class LogCapture extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> lines;

    private LogCapture(Logger logger, List<String> lines) {
        this.logger = logger;
        this.lines = lines;
    }

    static LogCapture of(Class<?> source, List<String> lines) {
        LogCapture capture = new LogCapture(Logger.getLogger(source.getName()), lines);
        capture.logger.setUseParentHandlers(false);
        capture.logger.addHandler(capture);
        return capture;
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
