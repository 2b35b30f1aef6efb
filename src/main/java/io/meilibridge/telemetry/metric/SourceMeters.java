package io.meilibridge.telemetry.metric;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Counts what the readers of the sources do: two timings a chunk.
final class SourceMeters implements SourceListener {

    private enum Connection {
        /// It has never streamed.
        NEVER,
        STREAMED,
        BROKEN
    }

    private final FaultMeters faults;
    private final Timer decoding;
    private final Timer processing;
    private final Counter reconnects;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    SourceMeters(MeterRegistry registry, FaultMeters faults) {
        this.faults = faults;
        this.decoding =
                Histograms.ofChunks(
                        registry, MetricNames.DECODE_DURATION, "Decoding one chunk of a stream");
        this.processing =
                Histograms.ofChunks(
                        registry,
                        MetricNames.PROCESSING_DURATION,
                        "Steps and dispatch of one chunk of a stream, after decoding");
        this.reconnects =
                Counter.builder(MetricNames.RECONNECTS)
                        .description("Streams opened again after they had broken")
                        .register(registry);
    }

    @Override
    public void stateChanged(String source, SourceState before, SourceState after) {
        switch (after) {
            case SourceState.Streaming _ -> {
                if (connections.put(source, Connection.STREAMED) == Connection.BROKEN) {
                    reconnects.increment();
                }
            }
            case SourceState.Retrying retrying -> {
                faults.retry(retrying.fault());
                broken(source, retrying.fault());
            }
            case SourceState.StandingBy standingBy -> {
                faults.retry(standingBy.fault());
                broken(source, standingBy.fault());
            }
            case SourceState.Stopped stopped -> broken(source, stopped.fault());
            case SourceState.Connecting _,
                    SourceState.BackPressured _,
                    SourceState.Paused _,
                    SourceState.Closed _ -> {}
        }
    }

    private void broken(String source, PipelineException fault) {
        faults.error(fault);
        Connection was = connections.getOrDefault(source, Connection.NEVER);
        if (was == Connection.STREAMED) {
            connections.put(source, Connection.BROKEN);
        }
    }

    @Override
    public void chunkRead(String source, int messages, long decodeNanos, long processNanos) {
        decoding.record(decodeNanos, TimeUnit.NANOSECONDS);
        processing.record(processNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void undecodable(String source) {
        faults.failedEvent(MetricNames.UNKNOWN_TABLE, MetricNames.DECODE_ERROR);
    }
}
