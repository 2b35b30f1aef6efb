package io.meilibridge.relief;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Queues in memory, which fail when they are told to.
final class FakeReliefStore implements ReliefStore {

    private record Queue(TreeMap<Long, byte[]> entries, long[] done) {}

    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    volatile @Nullable ErrorCode failsWith;

    /// How many more writes of entries work.
    volatile int appends = Integer.MAX_VALUE;

    /// Whether an entry whose write fails stands all the same.
    volatile boolean writesAllTheSame;

    private void failIfTold() {
        ErrorCode code = failsWith;
        if (code != null) {
            throw new CheckpointException(code, "The store fails.", "");
        }
    }

    @Override
    public void requireSafe() {
        failIfTold();
    }

    @Override
    public synchronized void begin(String queue) {
        failIfTold();
        queues.put(queue, new Queue(new TreeMap<>(), new long[1]));
    }

    @Override
    public synchronized void append(String queue, long number, byte[] entry) {
        failIfTold();
        boolean fails = appends-- <= 0;
        if (!fails || writesAllTheSame) {
            queues.computeIfAbsent(queue, _ -> new Queue(new TreeMap<>(), new long[1]))
                    .entries()
                    .put(number, entry);
        }
        if (fails) {
            throw new CheckpointException(ErrorCode.RELIEF_UNAVAILABLE, "It is full.", "");
        }
    }

    @Override
    public synchronized Optional<byte[]> entry(String queue, long number) {
        failIfTold();
        return Optional.ofNullable(queues.get(queue)).map(found -> found.entries().get(number));
    }

    @Override
    public synchronized Optional<Long> done(String queue) {
        failIfTold();
        return Optional.ofNullable(queues.get(queue)).map(found -> found.done()[0]);
    }

    @Override
    public synchronized void done(String queue, long from, long upTo) {
        failIfTold();
        if (appends < 0) {
            throw new CheckpointException(ErrorCode.RELIEF_UNAVAILABLE, "It is full.", "");
        }
        Queue found = queues.get(queue);
        if (found != null) {
            found.entries().headMap(upTo, true).clear();
            found.done()[0] = upTo;
        }
    }

    @Override
    public synchronized void drop(String queue) {
        failIfTold();
        queues.remove(queue);
    }

    @Override
    public void close() {}

    /// What somebody who empties the server does.
    synchronized void empty() {
        queues.clear();
    }

    synchronized int size() {
        return queues.values().stream().mapToInt(queue -> queue.entries().size()).sum();
    }

    synchronized int queueCount() {
        return new ArrayList<>(queues.values()).size();
    }
}
