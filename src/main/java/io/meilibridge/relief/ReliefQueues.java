package io.meilibridge.relief;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The queues that a sync task has, oldest first. Immutable; each change makes another one, so that
/// whoever holds one sees whether it still counts.
final class ReliefQueues {

    static final ReliefQueues NONE = new ReliefQueues(List.of());

    private final List<ReliefQueue> queues;

    private ReliefQueues(List<ReliefQueue> queues) {
        this.queues = List.copyOf(queues);
    }

    static ReliefQueues of(ReliefNote note) {
        return new ReliefQueues(note.queues().stream().map(ReliefQueue::found).toList());
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    List<ReliefQueue> all() {
        return queues;
    }

    /// The one whose entries are sent first.
    ReliefQueue first() {
        return queues.getFirst();
    }

    /// The one that gets entries; null when there is none.
    @Nullable ReliefQueue open() {
        return isEmpty() || !queues.getLast().takesMore() ? null : queues.getLast();
    }

    ReliefQueues with(ReliefQueue later) {
        List<ReliefQueue> more = new ArrayList<>(queues);
        more.add(later);
        return new ReliefQueues(more);
    }

    ReliefQueues withoutFirst() {
        return new ReliefQueues(queues.subList(1, queues.size()));
    }

    /// Entries that are not done with.
    long size() {
        return queues.stream().mapToLong(ReliefQueue::size).sum();
    }

    /// Empty when there is nothing to note.
    Optional<ReliefNote> note(String index) {
        return isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ReliefNote(index, queues.stream().map(ReliefQueue::noted).toList()));
    }
}
