package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// Every task that is open at the server, of all indexes, and the few cheap polls that learn how
/// they ended. Thread-safe; one poll at a time.
public final class SettleWatch {

    /// Task uids that one poll names: what keeps its URL short.
    static final int UIDS_PER_POLL = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConcurrentSkipListMap<Long, Opened> open = new ConcurrentSkipListMap<>();
    private final Runnable onOpened;

    private record Opened(TaskStamp stamp, OpenTask task) {}

    /// @param onOpened called each time a task was opened, from the thread that opened it
    public SettleWatch(Runnable onOpened) {
        this.onOpened = onOpened;
    }

    void opened(TaskStamp stamp, OpenTask task) {
        task.lane().taskOpened();
        open.put(stamp.uid(), new Opened(stamp, task));
        onOpened.run();
    }

    public boolean isIdle() {
        return open.isEmpty();
    }

    public int openCount() {
        return open.size();
    }

    /// One look at the oldest open tasks.
    ///
    /// @param uids what it asks about
    public record Poll(List<Long> uids, Request request) {}

    /// The next poll; empty when nothing is open.
    public Optional<Poll> next() {
        List<Long> uids = new ArrayList<>(Math.min(open.size(), UIDS_PER_POLL));
        for (Long uid : open.keySet()) {
            if (uids.size() == UIDS_PER_POLL) {
                break;
            }
            uids.add(uid);
        }
        if (uids.isEmpty()) {
            return Optional.empty();
        }
        String query =
                "limit="
                        + uids.size()
                        + "&uids="
                        + uids.stream().map(String::valueOf).collect(Collectors.joining(","));
        return Optional.of(new Poll(uids, Request.get("/tasks", query, Operation.TASKS)));
    }

    /// Takes in what a poll brought.
    ///
    /// @return how many tasks it closed
    /// @throws DeliveryException when it was not answered with a list of tasks; nothing has changed
    ///   then
    public int answered(Poll poll, Answer answer) {
        if (!answer.isSuccess()) {
            throw DestinationFaults.refused(poll.request(), answer);
        }
        Set<Long> missing = new HashSet<>(poll.uids());
        int closed = 0;
        ServerBatches batches = new ServerBatches();
        for (JsonNode result : results(poll, answer)) {
            TaskView view = TaskView.of(result);
            Opened opened = open.get(view.uid());
            if (opened == null || opened.stamp().isOf(view)) {
                missing.remove(view.uid());
                if (view.status().isFinished() && close(view, batches)) {
                    closed++;
                }
            }
        }
        batches.tell();
        for (long uid : missing) {
            Opened opened = open.remove(uid);
            if (opened != null) {
                opened.task().unknown(uid);
                opened.task().lane().taskClosed();
                closed++;
            }
        }
        return closed;
    }

    private static JsonNode results(Poll poll, Answer answer) {
        try {
            JsonNode results = JSON.readTree(answer.body()).path("results");
            if (results.isArray()) {
                return results;
            }
        } catch (IOException unreadable) {
            throw new DeliveryException(
                    ErrorCode.DESTINATION_BUSY,
                    "Cannot read the answer to " + poll.request() + ".",
                    "Is it Meilisearch that answers at 'meilisearch.url'? It is tried again.",
                    unreadable);
        }
        throw new DeliveryException(
                ErrorCode.DESTINATION_BUSY,
                "The answer to " + poll.request() + " holds no list of tasks.",
                "Is it Meilisearch that answers at 'meilisearch.url'? It is tried again.");
    }

    private boolean close(TaskView view, ServerBatches batches) {
        Opened opened = open.remove(view.uid());
        if (opened == null) {
            return false;
        }
        OpenTask task = opened.task();
        // First the outcome, then the room: whoever waits for the room sees the outcome.
        task.finished(view);
        task.lane().taskClosed();
        batches.add(view, task);
        return true;
    }
}
