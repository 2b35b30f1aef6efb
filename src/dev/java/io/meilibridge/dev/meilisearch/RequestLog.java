package io.meilibridge.dev.meilisearch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The latest requests. Thread-safe.
final class RequestLog {

    private static final int REQUESTS_MAX = 100_000;

    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();

    synchronized void add(ReceivedRequest request) {
        if (requests.size() == REQUESTS_MAX) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    synchronized List<ReceivedRequest> all() {
        return new ArrayList<>(requests);
    }

    synchronized void clear() {
        requests.clear();
    }
}
