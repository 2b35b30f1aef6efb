package io.meilibridge.config;

import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// By which keys two definitions of a sync task differ.
///
/// @param keys as a configuration writes them, without values
/// @param altersDocuments whether the documents of the task's rows are others by the second
public record TaskDifference(List<String> keys, boolean altersDocuments) {

    public TaskDifference {
        keys = List.copyOf(keys);
    }

    public static TaskDifference between(SyncTaskSettings before, SyncTaskSettings after) {
        List<String> altering = differing(documents(before), documents(after));
        List<String> keys = new ArrayList<>(altering);
        keys.addAll(differing(others(before), others(after)));
        return new TaskDifference(keys, !altering.isEmpty());
    }

    private static List<String> differing(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Records of plain data: equal ones have equal texts.
    private static Map<String, String> documents(SyncTaskSettings task) {
        TaskRules rules = task.rules();
        Map<String, String> parts = new LinkedHashMap<>();
        put(parts, "table", task.table());
        put(parts, "index", task.index());
        put(parts, "primary_key", rules.id().columns());
        put(parts, "document_id", rules.id().form());
        put(parts, "id_prefix", rules.id().prefix());
        put(parts, "cdc.columns", rules.columns());
        put(parts, "cdc.event_types", rules.eventTypes());
        put(parts, "filter", rules.filter());
        put(parts, "soft_delete", rules.softDelete());
        put(parts, "transform", rules.transforms());
        put(parts, "mapping", rules.mapping());
        put(parts, "types", rules.types());
        return parts;
    }

    private static Map<String, String> others(SyncTaskSettings task) {
        Map<String, String> parts = new LinkedHashMap<>();
        put(parts, "source", task.source());
        put(parts, "enabled", task.enabled());
        put(parts, "on_change", task.onChange());
        put(parts, "route", task.route());
        put(parts, "cdc.enabled", task.cdc().enabled());
        put(parts, "cdc.auto_start", task.cdc().autoStart());
        put(parts, "cdc.start_position", task.cdc().startPosition());
        put(parts, "cdc.transaction_mode", task.cdc().transactionMode());
        put(parts, "full_sync", task.fullSync());
        put(parts, "cdc.batch_size", task.batch());
        put(parts, "index_settings", task.indexSettings());
        put(parts, "options.retry", task.retry());
        return parts;
    }

    private static void put(Map<String, String> parts, String key, @Nullable Object value) {
        parts.put(key, String.valueOf(value));
    }
}
