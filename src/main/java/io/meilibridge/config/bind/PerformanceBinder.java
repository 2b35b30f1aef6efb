package io.meilibridge.config.bind;

import io.meilibridge.config.settings.AdaptiveBatchingSettings;
import io.meilibridge.config.settings.LaneSettings;
import io.meilibridge.config.settings.PerformanceSettings;
import java.time.Duration;

/// Binds bounds and batches. Where several keys say the same, the smallest that is given counts.
final class PerformanceBinder {

    private static final long MEGABYTE = 1 << 20;

    private final long maxHeapBytes;

    PerformanceBinder(long maxHeapBytes) {
        this.maxHeapBytes = maxHeapBytes;
    }

    PerformanceSettings bind(View root) {
        View view = root.group("performance");
        View pipeline = root.group("pipeline");
        View parallel = view.group("parallel_processing");
        return new PerformanceSettings(
                view.get("max_pending_events", Integer.class),
                memoryLimit(view, root.group("memory")),
                threshold(view, pipeline, root.group("memory")),
                new LaneSettings(
                        parallel.get("enabled", Boolean.class),
                        parallel.get("workers_per_table", Integer.class),
                        parallel.get("work_stealing", Boolean.class)),
                adaptive(root));
    }

    private long memoryLimit(View view, View memory) {
        Long limit = view.find("memory_limit", Long.class);
        Integer megabytes = memory.find("max_event_buffer_mb", Integer.class);
        long inMegabytes = megabytes == null ? Long.MAX_VALUE : megabytes * MEGABYTE;
        checkLimit(view, "memory_limit", limit == null ? 0 : limit);
        checkLimit(memory, "max_event_buffer_mb", megabytes == null ? 0 : inMegabytes);
        long smallest = Math.min(limit == null ? Long.MAX_VALUE : limit, inMegabytes);
        if (smallest < MEGABYTE) {
            view.fault("memory_limit", "expected at least 1MB, got " + smallest + " bytes");
        }
        return smallest == Long.MAX_VALUE ? maxHeapBytes / 4 : smallest;
    }

    private void checkLimit(View view, String name, long bytes) {
        if (bytes > maxHeapBytes / 2) {
            view.fault(
                    name,
                    "expected at most half of the heap, "
                            + maxHeapBytes / 2 / MEGABYTE
                            + " MB of "
                            + maxHeapBytes / MEGABYTE
                            + " MB, got "
                            + bytes / MEGABYTE
                            + " MB; raise -Xmx or lower it");
        }
    }

    private static double threshold(View view, View pipeline, View memory) {
        double smallest = Double.MAX_VALUE;
        if (view.isGiven("backpressure_threshold")) {
            smallest = view.get("backpressure_threshold", Double.class);
        }
        Double other = pipeline.find("backpressure_threshold", Double.class);
        if (other != null) {
            smallest = Math.min(smallest, other);
        }
        Integer percent = memory.find("memory_threshold_percent", Integer.class);
        if (percent != null) {
            smallest = Math.min(smallest, percent / 100.0);
        }
        if (smallest == 0) {
            view.fault("backpressure_threshold", "expected more than 0, got 0");
        }
        return smallest == Double.MAX_VALUE
                ? view.get("backpressure_threshold", Double.class)
                : smallest;
    }

    private static AdaptiveBatchingSettings adaptive(View root) {
        View view = root.group("performance").group("adaptive_batching");
        int least = view.get("min_batch_size", Integer.class);
        int most = view.get("max_batch_size", Integer.class);
        int target = view.get("target_batch_size", Integer.class);
        if (least > most) {
            view.fault(
                    "min_batch_size",
                    "expected at most max_batch_size, " + most + ", got " + least);
        } else if (view.isGiven("target_batch_size") && (target < least || target > most)) {
            view.fault(
                    "target_batch_size",
                    "expected a number from " + least + " to " + most + ", got " + target);
        }
        long bytes = root.group("options").get("batch_memory_limit", Long.class);
        Long own = view.find("memory_limit", Long.class);
        if (bytes == 0 || (own != null && own == 0)) {
            view.fault("memory_limit", "expected more than 0, got 0");
        }
        return new AdaptiveBatchingSettings(
                view.get("enabled", Boolean.class),
                least,
                most,
                Math.clamp(target, Math.min(least, most), Math.max(least, most)),
                view.get("latency_target_ms", Duration.class),
                own == null ? bytes : Math.min(own, bytes));
    }
}
