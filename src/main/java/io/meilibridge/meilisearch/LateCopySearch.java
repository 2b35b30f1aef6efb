package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.document.IndexUid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks through the server's list of tasks for late copies of what one source writes into an index
/// (HAZARDS C2), each time from the newest task down to where it looked the last time. One thread.
public final class LateCopySearch {

    /// Tasks of one page.
    static final int PAGE = 1000;

    /// Pages of one look. Nobody sends so many tasks between two.
    private static final int PAGES_MAX = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DestinationIndex destination;
    private final String origin;
    private final LateCopies copies;
    private final TaskListener listener;
    private final Function<Request, Answer> http;
    private long lookedTo = Long.MIN_VALUE;

    /// @param origin source and slot, as marks have them
    LateCopySearch(
            DestinationIndex destination,
            String origin,
            LateCopies copies,
            MeilisearchServer server) {
        this.destination = destination;
        this.origin = origin;
        this.copies = copies;
        this.listener = server.listener();
        this.http = server.questions();
    }

    /// What came too late.
    ///
    /// @param copy the task that it is
    /// @param mark what it carries
    /// @param task the sync task whose documents it may have made old; empty when it is not known
    /// @param ids of those documents; null when they are not known
    public record Found(long copy, String mark, String task, @Nullable List<String> ids) {}

    /// The sync task's requests in doubt, as text; empty when there are none.
    public String inDoubt(String task) {
        return copies.text(task);
    }

    /// Takes over what an earlier process had in doubt.
    public void remember(String task, String inDoubt) {
        copies.remember(task, inDoubt);
    }

    /// Whether a copy may come any moment.
    public boolean isInDoubt() {
        return copies.isInDoubt();
    }

    /// Looks once. When deliveries keep the index busy, the next look finds what this one did not.
    ///
    /// @throws io.meilibridge.fault.DeliveryException when the list cannot be read
    public List<Found> look() throws InterruptedException {
        Optional<Long> newest = newest();
        if (newest.isEmpty()) {
            return List.of();
        }
        if (lookedTo == Long.MIN_VALUE) {
            long first = copies.firstOf(origin);
            lookedTo = first < 0 ? newest.get() : Math.min(newest.get(), first - 1);
        }
        List<TaskView> tasks = newerThan(Math.min(lookedTo, newest.get()), newest.get());
        lookedTo = newest.get();
        List<Found> found = new ArrayList<>();
        for (TaskView task : tasks) {
            copies.judge(task, origin)
                    .ifPresent(late -> {
                        listener.cameLate(destination.lane().index());
                        found.add(new Found(task.uid(), task.metadata(), late.task(), late.ids()));
                    });
        }
        return found;
    }

    /// The newest task, at a moment when nothing of the index is on its way; empty when there was
    /// none, or no task is there.
    private Optional<Long> newest() throws InterruptedException {
        ReentrantLock sending = destination.lane().sending();
        if (!sending.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        try {
            return page("limit=1").stream().map(TaskView::uid).findFirst();
        } finally {
            sending.unlock();
        }
    }

    private List<TaskView> newerThan(long last, long newest) {
        List<TaskView> tasks = new ArrayList<>();
        long from = newest;
        for (int i = 0; i < PAGES_MAX && from > last; i++) {
            List<TaskView> page = page("limit=" + PAGE + "&from=" + from);
            for (TaskView task : page) {
                if (task.uid() > last) {
                    tasks.add(task);
                }
            }
            from = page.size() < PAGE ? last : page.getLast().uid() - 1;
        }
        return tasks.reversed();
    }

    /// Of the index and of the one that is to take, or has just taken, its place.
    private List<TaskView> page(String query) {
        IndexUid index = destination.lane().index();
        Request request =
                Request.get(
                        "/tasks",
                        query + "&indexUids=" + index + "," + destination.shadowUid(),
                        Operation.TASKS);
        List<TaskView> page = new ArrayList<>();
        for (JsonNode task : http.apply(request).jsonTo(request).path("results")) {
            page.add(TaskView.of(task));
        }
        return page;
    }
}
