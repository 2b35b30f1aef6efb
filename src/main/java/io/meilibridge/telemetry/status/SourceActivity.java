package io.meilibridge.telemetry.status;

import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Since when each source is connected. Thread-safe.
public final class SourceActivity implements SourceListener {

    private final Map<String, Instant> connected = new ConcurrentHashMap<>();

    /// Empty while it is not.
    public Optional<Instant> connectedSince(String source) {
        return Optional.ofNullable(connected.get(source));
    }

    @Override
    public void stateChanged(String source, SourceState before, SourceState after) {
        switch (after) {
            case SourceState.Streaming _, SourceState.BackPressured _, SourceState.Paused _ ->
                    connected.putIfAbsent(source, after.since());
            case SourceState.Connecting _,
                    SourceState.Retrying _,
                    SourceState.StandingBy _,
                    SourceState.Stopped _,
                    SourceState.Closed _ ->
                    connected.remove(source);
        }
    }

    @Override
    public void chunkRead(String source, int messages, long decodeNanos, long processNanos) {}

    @Override
    public void undecodable(String source) {}
}
