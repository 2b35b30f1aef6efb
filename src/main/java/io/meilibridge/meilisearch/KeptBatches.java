package io.meilibridge.meilisearch;

import io.meilibridge.batch.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The batches that were begun to be sent to an index and are not settled, in that order. A batch
/// is settled when it is indexed and so is every earlier one of its sync task: until then it is
/// kept, since an earlier one that fails is sent again together with what came after it (HAZARDS
/// C1). Thread-safe.
final class KeptBatches {

    /// @param keyField the field of the documents that is the index's primary key
    /// @param metadata what its writes carry as `customMetadata`
    record Kept(Settlement settlement, String keyField, String metadata) {}

    // Guarded by itself.
    private final Deque<Kept> batches = new ArrayDeque<>();

    /// Of one index one batch after the other.
    void begun(Settlement settlement, String keyField, String metadata) {
        synchronized (batches) {
            batches.add(new Kept(settlement, keyField, metadata));
        }
        settlement.whenIndexed(this::settle);
    }

    /// Settles what has nothing before it any more, and forgets what has ended. One thread at a
    /// time, since a later batch found free must not be told of before an earlier one.
    synchronized void settle() {
        List<Settlement> free = new ArrayList<>();
        synchronized (batches) {
            Set<String> held = new HashSet<>();
            for (Iterator<Kept> all = batches.iterator(); all.hasNext(); ) {
                Settlement batch = all.next().settlement();
                if (batch.hasEnded()) {
                    all.remove();
                } else if (!batch.isIndexed()) {
                    held.add(batch.sender().task());
                } else if (!held.contains(batch.sender().task())) {
                    all.remove();
                    free.add(batch);
                }
            }
        }
        free.forEach(Settlement::settle);
    }

    /// The sync task of the first batch of which a task has failed.
    Optional<Sender> broken() {
        synchronized (batches) {
            return batches.stream()
                    .map(Kept::settlement)
                    .filter(batch -> batch.isBroken() && !batch.hasEnded())
                    .findFirst()
                    .map(Settlement::sender);
        }
    }

    /// The first batch of the sync task of which a task has failed, and every later one of it.
    List<Kept> fromBroken(Sender sender) {
        synchronized (batches) {
            List<Kept> all =
                    batches.stream()
                            .filter(kept -> !kept.settlement().hasEnded())
                            .filter(kept -> kept.settlement().sender().task().equals(sender.task()))
                            .toList();
            int first = 0;
            while (first < all.size() && !all.get(first).settlement().isBroken()) {
                first++;
            }
            return all.subList(first, all.size());
        }
    }

    /// Those of the sync task that have not ended, oldest first.
    List<UnsettledBatch> of(String task) {
        synchronized (batches) {
            return batches.stream()
                    .filter(kept -> !kept.settlement().hasEnded())
                    .filter(kept -> kept.settlement().sender().task().equals(task))
                    .map(kept -> new UnsettledBatch(kept.settlement(), kept.keyField()))
                    .toList();
        }
    }

    /// All of them in one, which has the effect of one after the other.
    static Batch together(List<Kept> batches) {
        Batch together = new Batch();
        batches.forEach(kept -> together.append(kept.settlement().batch()));
        return together;
    }
}
