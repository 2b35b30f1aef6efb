package io.meilibridge.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was said of a source's sync tasks while the service ran, as a note in the store: whoever
/// writes for the source writes it too, and whoever takes the source over finds it.
final class KeptTasks {

    private static final ObjectMapper JSON = new ObjectMapper();

    private KeptTasks() {}

    static String key(String source) {
        return "tasks:" + source;
    }

    /// @throws CheckpointException when the store cannot be read, or holds something else
    static RunTimeTasks of(CheckpointStore store, String source) {
        return store.note(key(source)).map(text -> read(text, source)).orElse(RunTimeTasks.NONE);
    }

    /// @throws CheckpointException when the store cannot be written
    static void keep(CheckpointStore store, String source, RunTimeTasks tasks) {
        if (tasks.isNone()) {
            store.deleteNote(key(source));
        } else {
            store.putNote(key(source), text(tasks, source));
        }
    }

    private static String text(RunTimeTasks tasks, String source) {
        ObjectNode note = JSON.createObjectNode();
        ObjectNode defined = note.putObject("defined");
        for (Map.Entry<String, String> each : tasks.defined().entrySet()) {
            defined.set(each.getKey(), parsed(each.getValue(), source));
        }
        tasks.removed().forEach(note.putArray("removed")::add);
        return note.toString();
    }

    private static RunTimeTasks read(String text, String source) {
        JsonNode note = parsed(text, source);
        Map<String, String> defined = new TreeMap<>();
        note.path("defined")
                .properties()
                .forEach(each -> defined.put(each.getKey(), each.getValue().toString()));
        Set<String> removed = new TreeSet<>();
        note.path("removed").forEach(each -> removed.add(each.asText()));
        return new RunTimeTasks(defined, removed);
    }

    private static JsonNode parsed(String text, String source) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new CheckpointException(
                    ErrorCode.STORE_CORRUPT,
                    "Cannot read what was defined of the tasks of source '"
                            + source
                            + "' at run time: expected JSON.",
                    "Remove the note '"
                            + key(source)
                            + "' from the store: what is configured counts then.",
                    broken);
        }
    }
}
