package io.meilibridge.dev.meilisearch.index;

import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All indexes by name. One lock for all, so that a batch or a swap is seen wholly or not at all.
/// The scheduler's thread, the only writer, reads without it.
public final class Indexes {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Index> byUid = new TreeMap<>();

    public <T> T reading(Supplier<T> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    public void writing(Runnable change) {
        lock.writeLock().lock();
        try {
            change.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    public @Nullable Index find(String uid) {
        return byUid.get(uid);
    }

    /// @throws RequestRefusedException with `index_not_found`
    public Index require(String uid) {
        Index index = byUid.get(uid);
        if (index == null) {
            throw new RequestRefusedException(MeilisearchError.indexNotFound(uid));
        }
        return index;
    }

    /// In the order of the names.
    public Map<String, Index> all() {
        return Collections.unmodifiableMap(byUid);
    }

    public void put(String uid, Index index) {
        byUid.put(uid, index);
    }

    public @Nullable Index remove(String uid) {
        return byUid.remove(uid);
    }

    /// All that there is now. To be called as [#reading] does.
    public Map<String, Map.Entry<Index, Index.Saved>> save() {
        Map<String, Map.Entry<Index, Index.Saved>> saved = new TreeMap<>();
        byUid.forEach((uid, index) -> saved.put(uid, Map.entry(index, index.save())));
        return saved;
    }

    /// Makes everything what [#save] found. To be called as [#writing] does.
    public void setBack(Map<String, Map.Entry<Index, Index.Saved>> saved) {
        byUid.clear();
        saved.forEach((uid, index) -> {
            index.getKey().setBack(index.getValue());
            byUid.put(uid, index.getKey());
        });
    }

    public void clear() {
        byUid.clear();
    }
}
