package io.meilibridge.dev.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sink's tasks: worked off one after the other, each in the same time, by the clock alone.
/// Thread-safe.
final class SinkTasks {

    private static final int LIMIT = 20;

    private final Clock clock;
    private final List<SinkTask> tasks = new ArrayList<>();
    private Duration perTask;
    private Instant busyUntil = Instant.MIN;

    SinkTasks(Clock clock, Duration perTask) {
        this.clock = clock;
        this.perTask = perTask;
    }

    synchronized void perTask(Duration other) {
        perTask = other;
    }

    synchronized ObjectNode register(
            String indexUid, String type, @Nullable Integer rows, @Nullable String metadata) {
        Instant now = clock.instant();
        Instant start = busyUntil.isAfter(now) ? busyUntil : now;
        busyUntil = start.plus(perTask);
        SinkTask task =
                new SinkTask(tasks.size(), indexUid, type, rows, metadata, now, start, busyUntil);
        tasks.add(task);
        return task.summary();
    }

    synchronized @Nullable ObjectNode view(String uid) {
        int number = Integer.parseInt(uid);
        return number >= tasks.size() ? null : tasks.get(number).view(clock.instant());
    }

    /// @return whether every task has succeeded by now
    synchronized boolean areDone() {
        return !busyUntil.isAfter(clock.instant());
    }

    /// Knows `uids`, `statuses`, `indexUids`, `from` and `limit`; newest first.
    synchronized ObjectNode page(Map<String, String> query) {
        Instant now = clock.instant();
        int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(LIMIT)));
        int newest = Integer.parseInt(query.getOrDefault("from", String.valueOf(tasks.size() - 1)));
        List<Integer> uids = uids(query.get("uids"), Math.min(newest, tasks.size() - 1));
        ArrayNode results = Json.array();
        Integer next = null;
        int total = 0;
        for (int uid : uids) {
            SinkTask task = tasks.get(uid);
            if (!holds(query.get("statuses"), task.status(now))
                    || !holds(query.get("indexUids"), task.indexUid())) {
                continue;
            }
            total++;
            if (results.size() < limit) {
                results.add(task.view(now));
            } else if (next == null) {
                next = uid;
            }
        }
        ObjectNode page = Json.object();
        page.put("from", results.isEmpty() ? null : (Integer) results.get(0).path("uid").asInt());
        page.set("results", results);
        return page.put("total", total).put("limit", limit).put("next", next);
    }

    private List<Integer> uids(@Nullable String asked, int newest) {
        List<Integer> uids = new ArrayList<>();
        if (asked == null) {
            for (int uid = newest; uid >= 0; uid--) {
                uids.add(uid);
            }
            return uids;
        }
        Arrays.stream(asked.split(",", -1))
                .map(Integer::parseInt)
                .filter(uid -> uid <= newest)
                .forEach(uids::add);
        return uids.stream().distinct().sorted().toList().reversed();
    }

    private static boolean holds(@Nullable String wanted, String value) {
        return wanted == null || Arrays.asList(wanted.split(",", -1)).contains(value);
    }
}
