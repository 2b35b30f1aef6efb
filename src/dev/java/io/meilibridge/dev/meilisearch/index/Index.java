package io.meilibridge.dev.meilisearch.index;

import io.meilibridge.dev.meilisearch.settings.IndexSettings;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One index. Read and written under the lock of [Indexes].
public final class Index {

    private final Instant createdAt;
    private Instant updatedAt;
    private @Nullable PrimaryKey primaryKey;
    private IndexSettings settings = IndexSettings.standard();
    private final Map<String, StoredDocument> documents = new LinkedHashMap<>();
    private final Set<String> fieldNames = new HashSet<>();
    private final FieldShape shapes = FieldShape.root();
    private long documentBytes;

    public Index(Instant createdAt, @Nullable PrimaryKey primaryKey) {
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.primaryKey = primaryKey;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public @Nullable PrimaryKey primaryKey() {
        return primaryKey;
    }

    public IndexSettings settings() {
        return settings;
    }

    /// By id, in the order in which the ids first came.
    public Map<String, StoredDocument> documents() {
        return Collections.unmodifiableMap(documents);
    }

    public long documentBytes() {
        return documentBytes;
    }

    /// How many documents have each top-level field.
    public Map<String, Integer> fieldDistribution() {
        Map<String, Integer> counts = new TreeMap<>();
        shapes.distribute(counts);
        return counts;
    }

    /// Throws when a stored document is not what the settings need.
    public void checkAgainst(IndexSettings next) {
        boolean geo = next.isFilterable("_geo") || next.isSortable("_geo");
        boolean hadGeo = settings.isFilterable("_geo") || settings.isSortable("_geo");
        if (geo && !hadGeo) {
            documents.values().forEach(stored -> ReservedFields.check(stored.tree(), next));
        }
    }

    public void primaryKey(@Nullable PrimaryKey key, Instant now) {
        this.primaryKey = key;
        this.updatedAt = now;
    }

    public void settings(IndexSettings changed, Instant now) {
        this.settings = changed;
        this.updatedAt = now;
    }

    public void touch(Instant now) {
        this.updatedAt = now;
    }

    /// Field names stay known.
    public void clear(Instant now) {
        documents.values().forEach(this::uncount);
        documents.clear();
        this.updatedAt = now;
    }

    void put(String id, StoredDocument document) {
        uncount(documents.put(id, document));
        document.shape().add(1);
        documentBytes += document.json().length;
    }

    void remove(String id) {
        uncount(documents.remove(id));
    }

    /// What it was at some moment.
    public record Saved(
            Map<String, StoredDocument> documents,
            Instant updatedAt,
            @Nullable PrimaryKey primaryKey,
            IndexSettings settings) {}

    Saved save() {
        return new Saved(new LinkedHashMap<>(documents), updatedAt, primaryKey, settings);
    }

    void setBack(Saved saved) {
        clear(saved.updatedAt());
        saved.documents().forEach(this::put);
        primaryKey = saved.primaryKey();
        settings = saved.settings();
    }

    FieldShape shapes() {
        return shapes;
    }

    Set<String> fieldNames() {
        return fieldNames;
    }

    private void uncount(@Nullable StoredDocument document) {
        if (document != null) {
            document.shape().add(-1);
            documentBytes -= document.json().length;
        }
    }
}
