package io.meilibridge.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.meilisearch.IndexDocuments;
import io.meilibridge.replication.TableSession;
import io.meilibridge.replication.TableStorage;
import io.meilibridge.step.TaskSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compares an index with its table, by key and content, while both change: what differs is looked
/// at again after the stream has passed, until it is settled that the row stands still and the
/// document is not its. Memory is bounded by a part of the table. One thread.
public final class Comparison implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int DOCUMENTS_AT_ONCE = 500;
    private static final long PART_BYTES = 1L << 20;
    private static final int LOOKS_MAX = 8;

    /// Waits until everything before a position is indexed.
    @FunctionalInterface
    public interface Settling {

        /// @throws io.meilibridge.fault.PipelineException when it takes too long
        void awaitSettled(Lsn position) throws InterruptedException;
    }

    /// What a document is to its row.
    public enum Difference {
        /// The row has none.
        MISSING,
        /// It is not what the row makes.
        STALE,
        /// There is no row that makes it.
        EXTRA
    }

    /// Told of each document that differs, a few at a time.
    @FunctionalInterface
    public interface Findings {
        void found(Map<String, Difference> differences) throws InterruptedException;
    }

    private final TableReading reading;
    private final TaskSteps steps;
    private final IndexDocuments documents;
    private final Supplier<@Nullable Beside> beside;
    private final Settling settling;
    private final KeyLookup lookup;
    private final TableSession session;

    /// @param steps of the task, used by this thread alone
    /// @param beside the stream that is open now; null between two
    public Comparison(
            TableReading reading,
            TaskSteps steps,
            IndexDocuments documents,
            Supplier<@Nullable Beside> beside,
            Settling settling) {
        this.reading = reading;
        this.steps = steps;
        this.documents = documents;
        this.beside = beside;
        this.settling = settling;
        this.lookup = new KeyLookup(reading, steps);
        this.session = TableSession.open(reading.connections(), reading.table());
    }

    /// Looks at every row, then at every document.
    ///
    /// @throws io.meilibridge.fault.PipelineException when table or index cannot be read
    public void run(Findings findings) throws InterruptedException {
        CopyTarget target = lookup.target();
        session.renew();
        TableStorage storage = session.storage(target.oid());
        session.end();
        long pages = Math.max(1, PART_BYTES * storage.pages() / Math.max(1, storage.bytes()));
        for (long first = 0; first < storage.pages(); first += pages) {
            compare(rendered(target, new PageRanges.Range(first, first + pages)), findings);
        }
        String keyField = steps.keyField(target.relation());
        long end = documents.page(keyField, 0, 1).total();
        while (end > 0) {
            long begin = Math.max(0, end - DOCUMENTS_AT_ONCE);
            List<String> ids = documents.page(keyField, begin, Math.toIntExact(end - begin)).ids();
            judge(idsWithoutRow(ids), findings);
            end = begin;
        }
    }

    /// Documents of which cannot be told whether the task made them.
    public long unknown() {
        return lookup.unknown();
    }

    private Map<String, JsonNode> rendered(CopyTarget target, PageRanges.Range range)
            throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        session.renew();
        session.copy(
                target.query(range),
                target.format(),
                message -> {
                    Row row = target.row(message);
                    return row == null || rows.add(row);
                });
        session.end();
        Map<String, JsonNode> rendered = new HashMap<>();
        for (Row row : rows) {
            render(target.relation(), row, rendered);
        }
        return rendered;
    }

    /// What the row makes of its document, if anything.
    private void render(Relation relation, Row row, Map<String, JsonNode> into) {
        List<ChangeEvent> read =
                List.of(new ChangeEvent.Read(relation, new Position(Lsn.INVALID, 0), row, false));
        try {
            List<ChangeEvent> events =
                    steps.transform(steps.softDelete(steps.filter(steps.complete(read))));
            for (DocumentChange change : steps.map(events).changes()) {
                if (change instanceof DocumentChange.Replace replace) {
                    into.put(replace.id().value(), json(replace.document().json()));
                }
            }
        } catch (MappingException unmappable) {
            // No document can be made of the row, so there is to be none.
            System.getLogger(Comparison.class.getName())
                    .log(System.Logger.Level.DEBUG, "a row makes no document", unmappable);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException bug) {
            throw new IllegalStateException("Our own document is no JSON.", bug);
        }
    }

    private void compare(Map<String, JsonNode> rendered, Findings findings)
            throws InterruptedException {
        List<String> ids = List.copyOf(rendered.keySet());
        for (int i = 0; i < ids.size(); i += DOCUMENTS_AT_ONCE) {
            List<String> some = ids.subList(i, Math.min(i + DOCUMENTS_AT_ONCE, ids.size()));
            Map<String, JsonNode> found = documentsOf(some);
            List<String> suspects = new ArrayList<>();
            for (String id : some) {
                if (!SameJson.is(rendered.get(id), found.get(id))) {
                    suspects.add(id);
                }
            }
            judge(suspects, findings);
        }
    }

    private Map<String, JsonNode> documentsOf(List<String> ids) {
        String keyField = steps.keyField(lookup.target().relation());
        return documents.byIds(keyField, ids);
    }

    private List<String> idsWithoutRow(List<String> ids) throws InterruptedException {
        Map<String, @Nullable JsonNode> rows = rowsOf(lookup.ask(ids, true));
        return rows.entrySet().stream()
                .filter(row -> row.getValue() == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Looks again at documents that differ, until each row has stood still for a look.
    private void judge(List<String> suspects, Findings findings) throws InterruptedException {
        List<String> open = suspects;
        for (int look = 0; look < LOOKS_MAX && !open.isEmpty(); look++) {
            Seen before = see(open);
            settling.awaitSettled(before.fence());
            Map<String, JsonNode> found = documentsOf(open);
            Map<String, @Nullable JsonNode> after = see(open).rows();
            Map<String, Difference> differences = new HashMap<>();
            List<String> moving = new ArrayList<>();
            for (String id : open) {
                JsonNode row = before.rows().get(id);
                JsonNode document = found.get(id);
                if (!SameJson.is(row, after.get(id))) {
                    moving.add(id);
                } else if (!SameJson.is(row, document)) {
                    differences.put(id, difference(row, document));
                }
            }
            if (!differences.isEmpty()) {
                findings.found(differences);
            }
            open = moving;
        }
    }

    private static Difference difference(@Nullable JsonNode row, @Nullable JsonNode document) {
        if (row == null) {
            return Difference.EXTRA;
        }
        return document == null ? Difference.MISSING : Difference.STALE;
    }

    /// @param rows by document id: what each makes; nothing where there is none
    private record Seen(Lsn fence, Map<String, @Nullable JsonNode> rows) {}

    private Seen see(List<String> ids) throws InterruptedException {
        KeyLookup.Asked asked = lookup.ask(ids, true);
        Lsn fence = lookup.see(stream().delivered());
        return new Seen(fence, read(asked));
    }

    private Map<String, @Nullable JsonNode> rowsOf(KeyLookup.Asked asked)
            throws InterruptedException {
        lookup.see(stream().delivered());
        return read(asked);
    }

    /// In the snapshot that was begun. A text that is no value of its column's type makes the whole
    /// list be read one by one.
    private Map<String, @Nullable JsonNode> read(KeyLookup.Asked asked)
            throws InterruptedException {
        Map<String, @Nullable JsonNode> rows = new HashMap<>();
        Optional<@Nullable Row[]> read = lookup.rows(asked);
        if (read.isEmpty()) {
            if (asked.size() > 1) {
                int half = asked.size() / 2;
                rows.putAll(rowsOf(asked.part(0, half)));
                rows.putAll(rowsOf(asked.part(half, asked.size())));
            } else {
                lookup.countUnknown();
            }
            return rows;
        }
        for (int i = 0; i < asked.size(); i++) {
            Row row = read.get()[i];
            Map<String, JsonNode> made = new HashMap<>();
            if (row != null) {
                render(asked.relation(), row, made);
            }
            rows.put(asked.ids().get(i), made.get(asked.ids().get(i)));
        }
        return rows;
    }

    private Beside stream() throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            Beside present = beside.get();
            if (present != null) {
                return present;
            }
            Thread.sleep(50);
        }
        throw new SourceException(
                ErrorCode.SOURCE_UNREACHABLE,
                "Cannot compare table '" + reading.table() + "' with its index: nothing streams.",
                "See GET /api/cdc/status for what holds up the source.");
    }

    @Override
    public void close() {
        session.close();
        lookup.close();
    }
}
