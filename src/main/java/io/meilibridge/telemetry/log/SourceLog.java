package io.meilibridge.telemetry.log;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceState;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The log of the sources. A source that is away passes from trying to waiting and back without
/// end, and one under load from streaming to back-pressure: only what is new is told.
final class SourceLog implements SourceListener {

    /// What the last line about a source said.
    private sealed interface Told {

        record Well(String word) implements Told {}

        record Faulty(String word, PipelineException fault) implements Told {}
    }

    private final LogLine.Sink sink;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    SourceLog(LogLine.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void stateChanged(String source, SourceState before, SourceState after) {
        String name = "Source '" + source + "'";
        switch (after) {
            case SourceState.Connecting _ -> {}
            case SourceState.BackPressured _ -> backPressured(source, name);
            case SourceState.Streaming _ -> well(source, after, name + " is streaming.");
            case SourceState.Paused _ ->
                    well(source, after, name + " is paused: none of its tasks takes changes.");
            case SourceState.Closed _ -> well(source, after, name + " is closed.");
            case SourceState.StandingBy standingBy ->
                    once(source, after, standingBy.fault(), name + " stands by: ", Level.INFO);
            case SourceState.Retrying retrying ->
                    once(
                            source,
                            after,
                            retrying.fault(),
                            name + " is away and tried again: ",
                            Level.WARNING);
            case SourceState.Stopped stopped -> {
                told.put(source, new Told.Faulty(after.word(), stopped.fault()));
                write(source, stopped.fault(), name + " has stopped: ", Level.ERROR);
            }
        }
    }

    private void backPressured(String source, String name) {
        sink.write(
                new LogLine(
                        Level.DEBUG,
                        name + " waits until what is in flight is settled.",
                        Map.of(LogLine.SOURCE, source),
                        null));
    }

    private void well(String source, SourceState state, String text) {
        Told now = new Told.Well(state.word());
        if (!now.equals(told.put(source, now))) {
            sink.write(new LogLine(Level.INFO, text, Map.of(LogLine.SOURCE, source), null));
        }
    }

    /// The first of an outage at its level; of the rest only what is another fault, at INFO.
    private void once(
            String source, SourceState state, PipelineException fault, String text, Level level) {
        Told before = told.put(source, new Told.Faulty(state.word(), fault));
        if (!(before instanceof Told.Faulty known) || !known.word().equals(state.word())) {
            write(source, fault, text, level);
        } else if (known.fault().code() != fault.code()) {
            write(source, fault, text, Level.INFO);
        }
    }

    private void write(String source, PipelineException fault, String text, Level level) {
        @Nullable Throwable cause = fault.getCause();
        sink.write(
                new LogLine(
                        level,
                        text + fault.report(),
                        Map.of(LogLine.SOURCE, source, LogLine.CODE, fault.code().name()),
                        cause));
    }

    @Override
    public void chunkRead(String source, int messages, long decodeNanos, long processNanos) {}

    @Override
    public void undecodable(String source) {}
}
