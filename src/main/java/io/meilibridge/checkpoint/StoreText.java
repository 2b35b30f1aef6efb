package io.meilibridge.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.event.Lsn;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// How stores write what they hold: JSON objects, numbers that are unsigned as unsigned.
///
/// Everything that reads throws [IllegalArgumentException] naming the field when the text is not
/// what was written here.
final class StoreText {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StoreText() {}

    static String write(Checkpoint checkpoint) {
        return node(checkpoint).toString();
    }

    static String write(SourceIdentity identity) {
        return node(identity).toString();
    }

    static Checkpoint readCheckpoint(String text) {
        return checkpoint(parse(text));
    }

    static SourceIdentity readIdentity(String text) {
        return identity(parse(text));
    }

    static String write(StoreContents contents) {
        ObjectNode root = NODES.objectNode();
        ObjectNode checkpoints = root.putObject("checkpoints");
        contents.checkpoints().forEach((task, each) -> checkpoints.set(task, node(each)));
        ObjectNode sources = root.putObject("sources");
        contents.sources().forEach((source, each) -> sources.set(source, node(each)));
        ObjectNode notes = root.putObject("notes");
        contents.notes().forEach(notes::put);
        return root.toPrettyString();
    }

    static StoreContents readContents(String text) {
        JsonNode root = parse(text);
        return new StoreContents(
                each(root, "checkpoints", StoreText::checkpoint),
                each(root, "sources", StoreText::identity),
                each(root, "notes", StoreText::noteText));
    }

    private static ObjectNode node(Checkpoint checkpoint) {
        Instant commitTime = checkpoint.commitTime();
        return NODES.objectNode()
                .put("task", checkpoint.task())
                .put("lsn", checkpoint.lsn().toString())
                .put("xid", Integer.toUnsignedLong(checkpoint.xid()))
                .put("commit_time", commitTime == null ? null : commitTime.toString())
                .put("updated_at", checkpoint.updatedAt().toString())
                .put("events", checkpoint.events());
    }

    private static Checkpoint checkpoint(JsonNode node) {
        String task = text(node, "task");
        Lsn lsn = Lsn.parse(text(node, "lsn"));
        long xid = number(node, "xid");
        if (xid >>> 32 != 0) {
            throw new IllegalArgumentException("'xid' is not an unsigned 32 bit number.");
        }
        JsonNode commitTime = node.path("commit_time");
        return new Checkpoint(
                task,
                lsn,
                (int) xid,
                commitTime.isNull() ? null : instant(node, "commit_time"),
                instant(node, "updated_at"),
                number(node, "events"));
    }

    private static ObjectNode node(SourceIdentity identity) {
        return NODES.objectNode()
                .put("source", identity.source())
                .put("system_identifier", identity.systemIdentifier())
                .put("timeline", Integer.toUnsignedLong(identity.timeline()))
                .put("slot", identity.slot())
                .put("confirmed", identity.confirmed().toString());
    }

    private static SourceIdentity identity(JsonNode node) {
        return new SourceIdentity(
                text(node, "source"),
                text(node, "system_identifier"),
                (int) number(node, "timeline"),
                text(node, "slot"),
                Lsn.parse(text(node, "confirmed")));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("It is not JSON.", notJson);
        }
    }

    private static <T> Map<String, T> each(
            JsonNode root, String name, Function<JsonNode, T> reader) {
        JsonNode object = root.path(name);
        if (!object.isObject()) {
            throw new IllegalArgumentException("'" + name + "' is not an object.");
        }
        Map<String, T> all = new HashMap<>();
        object.properties()
                .forEach(entry -> all.put(entry.getKey(), reader.apply(entry.getValue())));
        return all;
    }

    private static String noteText(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("A note is not text.");
        }
        return node.textValue();
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + name + "' is not text.");
        }
        return value.textValue();
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("'" + name + "' is not a whole number.");
        }
        return value.longValue();
    }

    private static Instant instant(JsonNode node, String name) {
        try {
            return Instant.parse(text(node, name));
        } catch (DateTimeException notAnInstant) {
            throw new IllegalArgumentException("'" + name + "' is not a time.", notAnInstant);
        }
    }
}
