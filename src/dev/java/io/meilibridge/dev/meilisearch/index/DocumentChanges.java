package io.meilibridge.dev.meilisearch.index;

import io.meilibridge.dev.meilisearch.error.BatchFailedException;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.error.TaskFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a batch will do to the documents of one index: folded in order per id, laid over what the
/// index holds, and written all at once by [#commit].
public final class DocumentChanges {

    private static final int FIELD_NAMES_MAX = 65_535;

    private final Index index;
    private final Map<String, @Nullable StoredDocument> changes = new LinkedHashMap<>();
    private final Set<String> newFieldNames = new HashSet<>();
    private @Nullable PrimaryKey primaryKey;

    public DocumentChanges(Index index) {
        this.index = index;
        this.primaryKey = index.primaryKey();
    }

    /// How the documents of an addition are laid over those of the same id.
    ///
    /// @param merges top-level fields over the earlier ones; else the document replaces the earlier
    /// @param existingOnly ids that the index does not hold are counted and not written
    /// @param idCheck is given every id, to refuse it by throwing
    public record Addition(
            Payload payload,
            @Nullable PrimaryKey primaryKey,
            boolean merges,
            boolean existingOnly,
            Consumer<String> idCheck) {}

    /// @return the number of distinct ids
    /// @throws TaskFailedException when nothing of this addition was taken over
    /// @throws BatchFailedException when these changes must not be committed
    public int add(Addition addition) {
        try {
            PrimaryKey key = keyFor(addition);
            if (key == null) {
                return 0;
            }
            List<ScannedDocument> scanned = new ArrayList<>();
            Set<String> payloadNames = new HashSet<>();
            scan(addition, key, scanned, payloadNames);
            takeNames(payloadNames);
            primaryKey = key;
            Set<String> ids = HashSet.newHashSet(scanned.size());
            for (ScannedDocument document : scanned) {
                ids.add(document.id());
                apply(addition, document);
            }
            return ids.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return how many of the ids were held
    public int delete(Iterable<String> ids) {
        int held = 0;
        for (String id : ids) {
            if (current(id) != null) {
                held++;
            }
            changes.put(id, null);
        }
        return held;
    }

    public int deleteMatching(Predicate<StoredDocument> filter) {
        Set<String> matching = new LinkedHashSet<>();
        index.documents()
                .forEach((id, stored) -> {
                    if (!changes.containsKey(id) && filter.test(stored)) {
                        matching.add(id);
                    }
                });
        changes.forEach((id, stored) -> {
            if (stored != null && filter.test(stored)) {
                matching.add(id);
            }
        });
        return delete(matching);
    }

    /// Under the write lock.
    public void commit(Instant now) {
        index.fieldNames().addAll(newFieldNames);
        changes.forEach((id, stored) -> {
            if (stored == null) {
                index.remove(id);
            } else {
                index.put(id, stored);
            }
        });
        index.primaryKey(primaryKey, now);
    }

    private @Nullable PrimaryKey keyFor(Addition addition) throws IOException {
        PrimaryKey asked = addition.primaryKey();
        PrimaryKey known = primaryKey;
        if (known != null) {
            if (asked != null && !asked.equals(known)) {
                throw new TaskFailedException(
                        "index_primary_key_already_exists",
                        "The index already has the primary key `" + known.name() + "`.");
            }
            return known;
        }
        if (asked != null || addition.payload().documents() == 0) {
            return asked;
        }
        Set<String> fields = new LinkedHashSet<>();
        try (DocumentScanner first =
                new DocumentScanner(
                        addition.payload().bytes(), FieldShape.root(), fields::add, null)) {
            first.next();
        }
        fields.removeIf(name -> name.indexOf('.') >= 0);
        return PrimaryKey.infer(fields);
    }

    private void scan(
            Addition addition,
            PrimaryKey key,
            List<ScannedDocument> scanned,
            Set<String> payloadNames)
            throws IOException {
        byte[] bytes = addition.payload().bytes();
        Set<String> knownNames = index.fieldNames();
        Consumer<String> names =
                name -> {
                    if (!knownNames.contains(name)) {
                        payloadNames.add(name);
                    }
                };
        try (DocumentScanner scanner = new DocumentScanner(bytes, index.shapes(), names, key)) {
            for (ScannedDocument next = scanner.next(); next != null; next = scanner.next()) {
                addition.idCheck().accept(next.id());
                if (next.hasReservedFields()) {
                    ReservedFields.check(next.stored(bytes).tree(), index.settings());
                }
                if (payloadNames.size() > FIELD_NAMES_MAX) {
                    throw new TaskFailedException(tooManyFields());
                }
                scanned.add(next);
            }
        }
    }

    private void takeNames(Set<String> payloadNames) {
        newFieldNames.addAll(payloadNames);
        if (index.fieldNames().size() + newFieldNames.size() > FIELD_NAMES_MAX) {
            throw new BatchFailedException(tooManyFields());
        }
    }

    private void apply(Addition addition, ScannedDocument document) throws IOException {
        StoredDocument earlier = current(document.id());
        if (earlier == null && addition.existingOnly()) {
            return;
        }
        byte[] payload = addition.payload().bytes();
        StoredDocument sent = document.stored(payload);
        changes.put(
                document.id(), earlier != null && addition.merges() ? merged(earlier, sent) : sent);
    }

    private StoredDocument merged(StoredDocument earlier, StoredDocument later) throws IOException {
        byte[] json = DocumentMerge.merge(earlier.json(), later.json());
        try (DocumentScanner scanner =
                new DocumentScanner(json, index.shapes(), name -> {}, null)) {
            ScannedDocument whole = scanner.next();
            return new StoredDocument(json, whole == null ? index.shapes() : whole.shape());
        }
    }

    private @Nullable StoredDocument current(String id) {
        return changes.containsKey(id) ? changes.get(id) : index.documents().get(id);
    }

    private static MeilisearchError tooManyFields() {
        return new MeilisearchError(
                "max_fields_limit_exceeded",
                "A document or an index cannot contain more than 65,535 fields.");
    }
}
