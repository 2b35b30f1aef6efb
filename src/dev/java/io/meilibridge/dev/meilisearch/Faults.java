package io.meilibridge.dev.meilisearch;

import io.meilibridge.dev.meilisearch.error.BatchFailedException;
import io.meilibridge.dev.meilisearch.error.TaskFailedException;
import io.meilibridge.dev.meilisearch.schedule.DocumentCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The faults a test asks for. Thread-safe; the rule that was made first is used first.
public final class Faults {

    /// How far a bad document's failure reaches.
    public enum Scope {
        TASK,
        BATCH
    }

    private record Poison(String code, Scope scope) {}

    private record Rule(
            BiPredicate<String, String> methodAndPath, AtomicInteger timesLeft, Fault fault) {}

    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Poison> poisons = new ConcurrentHashMap<>();
    private final AtomicInteger failingBatches = new AtomicInteger();
    private volatile String failingCode = "internal";

    Faults() {}

    /// Of the next write of documents: an addition or deletion, of any index.
    public void onNextWrite(Fault fault) {
        onWrites(1, fault);
    }

    public void onWrites(int times, Fault fault) {
        on(
                (method, path) ->
                        !method.equals("GET")
                                && path.contains("/documents")
                                && !path.endsWith("/fetch"),
                times,
                fault);
    }

    /// @param methodAndPath which requests are meant, path without the query
    /// @param times how many of them, the next ones
    public synchronized void on(BiPredicate<String, String> methodAndPath, int times, Fault fault) {
        rules.add(new Rule(methodAndPath, new AtomicInteger(times), fault));
    }

    /// Every task that adds or deletes this id, in any index, fails with the code, or its whole
    /// batch does.
    public void failDocument(String id, String code, Scope scope) {
        poisons.put(id, new Poison(code, scope));
    }

    /// The next batches of document tasks fail wholly.
    public void failBatches(int times, String code) {
        failingCode = code;
        failingBatches.set(times);
    }

    /// From now on nothing goes wrong. Requests that are held stay held until their gate opens.
    public synchronized void clear() {
        rules.clear();
        poisons.clear();
        failingBatches.set(0);
    }

    synchronized @Nullable Fault take(String method, String path) {
        Rule used = null;
        for (Rule rule : rules) {
            if (used == null && rule.methodAndPath().test(method, path)) {
                used = rule;
            }
        }
        if (used == null) {
            return null;
        }
        if (used.timesLeft().decrementAndGet() == 0) {
            rules.remove(used);
        }
        return used.fault();
    }

    DocumentCheck documentCheck() {
        return new DocumentCheck() {
            @Override
            public void id(String indexUid, String id) {
                Poison poison = poisons.isEmpty() ? null : poisons.get(id);
                if (poison == null) {
                    return;
                }
                String message = "The document `" + id + "` was asked to fail.";
                switch (poison.scope()) {
                    case TASK -> throw new TaskFailedException(poison.code(), message);
                    case BATCH -> throw new BatchFailedException(poison.code(), message);
                }
            }

            @Override
            public void batch(String indexUid) {
                if (failingBatches.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new BatchFailedException(failingCode, "The batch was asked to fail.");
                }
            }
        };
    }
}
