package io.meilibridge.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.replication.TableStorage;
import io.meilibridge.snapshot.PageRanges.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A full sync as the store keeps it, under [#key(String)], from before its first row until its
/// last is settled. As long as it is there, the task's index is not complete.
///
/// @param storage where the rows lay that `done` counts; null when nothing was looked at yet
/// @param overOld whether the index held documents before; null when nobody has looked yet
/// @param swap how far the swap is; null before the other index is made
/// @param canceled whether nothing more is read: the index stays as incomplete as it is
public record FullSyncNote(
        FullSyncOrder order,
        @Nullable TableStorage storage,
        List<Range> done,
        long rowsDone,
        @Nullable Boolean overOld,
        @Nullable SwapState swap,
        boolean canceled) {

    /// How far a swap is.
    ///
    /// @param live when the index was created that is searched until the swap: as the server writes
    ///   it
    /// @param shadow when the one was created that takes its place
    /// @param ordered whether the swap may have been ordered: then it may have been done
    public record SwapState(String live, String shadow, boolean ordered) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    public FullSyncNote {
        done = List.copyOf(done);
    }

    /// What the note of a task is kept under.
    public static String key(String task) {
        return "full-sync:" + task;
    }

    /// The full sync that goes on from here.
    public FullSync resumed() {
        return new FullSync(order, storage, new PageRanges(done), rowsDone, overOld, swap);
    }

    public String json() {
        ObjectNode note = JSON.createObjectNode();
        note.put("job", order.job());
        note.put("task", order.task());
        note.put("reason", order.reason().name());
        note.put("replacesFirst", order.replacesFirst());
        note.put("where", order.where());
        note.put("parallelism", order.parallelism());
        note.put("rowsMin", order.rowsMin());
        note.put("swap", order.swap());
        if (swap != null) {
            note.putObject("swapState")
                    .put("live", swap.live())
                    .put("shadow", swap.shadow())
                    .put("ordered", swap.ordered());
        }
        note.put("ordered", order.ordered().toString());
        note.put("rowsDone", rowsDone);
        note.put("overOld", overOld);
        note.put("canceled", canceled);
        if (storage != null) {
            ObjectNode lies = note.putObject("storage");
            lies.put("files", storage.files());
            lies.put("columns", storage.columns());
            lies.put("pages", storage.pages());
            lies.put("bytes", storage.bytes());
            lies.put("rowsEstimated", storage.rowsEstimated());
        }
        ArrayNode ranges = note.putArray("done");
        done.forEach(range -> ranges.addArray().add(range.first()).add(range.end()));
        return note.toString();
    }

    /// @throws CheckpointException when the text is not what [#json()] writes
    public static FullSyncNote of(String json) {
        try {
            JsonNode note = JSON.readTree(json);
            JsonNode where = note.path("where");
            JsonNode over = note.path("overOld");
            FullSyncOrder order =
                    new FullSyncOrder(
                            note.path("job").asText(),
                            note.path("task").asText(),
                            FullSyncOrder.Reason.valueOf(note.path("reason").asText()),
                            note.path("replacesFirst").asBoolean(),
                            where.isTextual() ? where.asText() : null,
                            note.path("parallelism").asInt(),
                            note.path("rowsMin").asInt(),
                            note.path("swap").asBoolean(),
                            Instant.parse(note.path("ordered").asText()));
            List<Range> done = new ArrayList<>();
            for (JsonNode range : note.path("done")) {
                done.add(new Range(range.path(0).asLong(), range.path(1).asLong()));
            }
            return new FullSyncNote(
                    order,
                    storage(note.path("storage")),
                    done,
                    note.path("rowsDone").asLong(),
                    over.isBoolean() ? over.booleanValue() : null,
                    swap(note.path("swapState")),
                    note.path("canceled").asBoolean());
        } catch (JsonProcessingException | RuntimeException unreadable) {
            throw new CheckpointException(
                    ErrorCode.STORE_CORRUPT,
                    "Cannot read the note of a full sync in the checkpoint store.",
                    "It was written by another version, or by hand. Delete the task's checkpoint"
                            + " to start over: DELETE /api/checkpoints/{task}.",
                    unreadable);
        }
    }

    private static @Nullable SwapState swap(JsonNode state) {
        return state.isObject()
                ? new SwapState(
                        state.path("live").asText(),
                        state.path("shadow").asText(),
                        state.path("ordered").asBoolean())
                : null;
    }

    private static @Nullable TableStorage storage(JsonNode lies) {
        return lies.isObject()
                ? new TableStorage(
                        lies.path("files").asText(),
                        lies.path("columns").asText(),
                        lies.path("pages").asLong(),
                        lies.path("bytes").asLong(),
                        lies.path("rowsEstimated").asLong())
                : null;
    }
}
