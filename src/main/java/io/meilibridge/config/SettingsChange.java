package io.meilibridge.config;

import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.CdcDebugSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

/// What differs between two configurations, by the names of their keys and without a value.
///
/// @param live what takes effect while the pipeline runs
/// @param rebuilding what takes effect when the pipeline is built again
/// @param atRestart what takes effect at the next start of the service
public record SettingsChange(List<String> live, List<String> rebuilding, List<String> atRestart) {

    public SettingsChange {
        live = List.copyOf(live);
        rebuilding = List.copyOf(rebuilding);
        atRestart = List.copyOf(atRestart);
    }

    public static SettingsChange between(Settings before, Settings after) {
        List<String> live = new ArrayList<>();
        List<String> rebuilding = new ArrayList<>();
        List<String> atRestart = new ArrayList<>();
        differs(live, before, after, SettingsChange::liveParts);
        differs(rebuilding, before, after, SettingsChange::pipelineParts);
        each(rebuilding, "sources", before.sources(), after.sources(), SourceSettings::name);
        each(rebuilding, "sync_tasks", before.tasks(), after.tasks(), SyncTaskSettings::id);
        differs(atRestart, before, after, SettingsChange::fixedParts);
        return new SettingsChange(live, rebuilding, atRestart);
    }

    private static Map<String, Object> liveParts(Settings settings) {
        ApiSettings api = settings.api();
        CdcDebugSettings cdc = settings.debug().cdc();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("api.auth", api.auth());
        parts.put("api.cors", api.cors());
        parts.put("api.max_request_size", api.maxRequestBytes());
        parts.put("api.max_requests_per_second", api.maxRequestsPerSecond());
        parts.put("health", settings.health());
        parts.put("logging.level", settings.logging().level());
        parts.put("logging.tracing", settings.logging().categories());
        parts.put("debug.cdc.capture_events", cdc.captureEvents());
        parts.put("debug.cdc.event_buffer_size", cdc.eventBufferSize());
        return parts;
    }

    private static Map<String, Object> pipelineParts(Settings settings) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("meilisearch", settings.meilisearch());
        parts.put("checkpoint", settings.checkpoint());
        parts.put("redis", settings.redis());
        parts.put("performance", settings.performance());
        parts.put("error_handling", settings.errorHandling());
        return parts;
    }

    private static Map<String, Object> fixedParts(Settings settings) {
        ApiSettings api = settings.api();
        CdcDebugSettings cdc = settings.debug().cdc();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("api.enabled", api.enabled());
        parts.put("api.host", api.host());
        parts.put("api.port", api.port());
        parts.put("api.tls", String.valueOf(api.tls()));
        parts.put("logging.format", settings.logging().format());
        parts.put(
                "debug.cdc.trace_enabled",
                List.of(cdc.traceEnabled(), cdc.traceTables(), cdc.logBinaryData()));
        parts.put(
                "debug.profiling",
                List.of(settings.debug().profiling(), settings.debug().profilingSampleRate()));
        parts.put(
                "debug.memory",
                List.of(
                        settings.debug().trackAllocations(),
                        settings.debug().memoryReportInterval()));
        return parts;
    }

    private static void differs(
            List<String> names,
            Settings before,
            Settings after,
            Function<Settings, Map<String, Object>> parts) {
        Map<String, Object> old = parts.apply(before);
        parts.apply(after)
                .forEach((name, value) -> {
                    if (!value.equals(old.get(name))) {
                        names.add(name);
                    }
                });
    }

    /// By name: those that came, went or changed.
    private static <T> void each(
            List<String> names,
            String list,
            List<T> before,
            List<T> after,
            Function<T, String> name) {
        Map<String, T> old = new LinkedHashMap<>();
        before.forEach(item -> old.put(name.apply(item), item));
        Map<String, T> now = new LinkedHashMap<>();
        after.forEach(item -> now.put(name.apply(item), item));
        TreeSet<String> all = new TreeSet<>(old.keySet());
        all.addAll(now.keySet());
        for (String each : all) {
            if (!Objects.equals(old.get(each), now.get(each))) {
                names.add(list + "[" + each + "]");
            }
        }
    }
}
