package io.meilibridge.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Column;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.SourceInspector;
import io.meilibridge.step.Mapped;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.task.OpenedStream;
import io.meilibridge.task.RowResync;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Runs a made-up change through the steps of its table's tasks, and sends it where that is asked
/// for.
@ApplicationScoped
class TestEvents {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /// Before anything that a stream brings.
    private static final Position NOWHERE = new Position(new Lsn(1), 0);

    private static final Duration SENDING_LIMIT = Duration.ofSeconds(30);

    private static final PublishedTable ALL_COLUMNS = new PublishedTable("", List.of());

    private final RunningBridge running;

    @Inject
    TestEvents(RunningBridge running) {
        this.running = running;
    }

    /// @param isSent whether it is sent too
    /// @throws io.meilibridge.fault.PipelineException when it is not indexed in time
    TestEventView run(TestEventRequest request, boolean isSent) throws InterruptedException {
        TableName table = Tables.named(request.table());
        List<SyncTask> tasks =
                running.bridge().tasks().stream()
                        .filter(task -> task.definition().table().equals(table))
                        .toList();
        if (tasks.isEmpty()) {
            throw ApiException.unusable(
                    "'table'", "expected the table of a sync task, got " + table);
        }
        TestEventView all =
                new TestEventView(new ArrayList<>(), new ArrayList<>(), false, new ArrayList<>());
        for (SyncTask task : tasks) {
            Relation relation = relation(task);
            try {
                ChangeEvent event = event(request, relation);
                Mapped mapped = mapped(task, event);
                add(mapped, all);
                if (isSent && mapped.refused().isEmpty()) {
                    send(task, event);
                }
            } catch (MappingException | DecodeException unusable) {
                all.refused().add(String.valueOf(unusable.getMessage()));
            }
        }
        boolean nothing =
                all.documents().isEmpty() && all.deleted().isEmpty() && all.refused().isEmpty();
        return new TestEventView(all.documents(), all.deleted(), nothing, all.refused());
    }

    private void send(SyncTask task, ChangeEvent event) throws InterruptedException {
        if (event instanceof ChangeEvent.Truncate) {
            throw ApiException.unusable(
                    "'deliver'", "expected false with truncate, which is of no row, got true");
        }
        SourceRun source = running.source(task.definition().source());
        new RowResync(source.fullSyncs(), source.plan().connections())
                .deliver(task, List.of(event), SENDING_LIMIT);
    }

    /// In the order that routes have.
    private static Mapped mapped(SyncTask task, ChangeEvent event) {
        TaskSteps steps = task.newSteps();
        List<ChangeEvent> events = steps.complete(List.of(event));
        events = steps.filter(events);
        events = steps.softDelete(events);
        events = steps.transform(events);
        return steps.map(events);
    }

    private static void add(Mapped mapped, TestEventView all) {
        for (DocumentChange change : mapped.changes()) {
            switch (change) {
                case DocumentChange.Replace replace ->
                        all.documents().add(tree(replace.document()));
                case DocumentChange.Patch patch -> all.documents().add(tree(patch.document()));
                case DocumentChange.Delete delete -> all.deleted().add(delete.id().toString());
                case DocumentChange.DeleteAll _ -> all.deleted().add("*");
            }
        }
        mapped.refused()
                .forEach(each -> all.refused().add(String.valueOf(each.fault().getMessage())));
    }

    private static JsonNode tree(Document document) {
        try {
            return JSON.readTree(document.json());
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("What was rendered is not JSON.", bug);
        }
    }

    private Relation relation(SyncTask task) {
        SourceRun source = running.source(task.definition().source());
        OpenedStream stream = source.opened();
        PublishedTable published =
                stream == null
                        ? ALL_COLUMNS
                        : stream.published().getOrDefault(task.id(), ALL_COLUMNS);
        TableName table = task.definition().table();
        try (Connection connection = source.plan().connections().openOrdinary()) {
            return new SourceInspector(connection, source.plan().connections().options())
                    .table(table)
                    .map(state -> state.relation(published))
                    .orElseThrow(() ->
                            ApiException.unusable(
                                    "'table'", "expected one that exists, got " + table));
        } catch (SQLException closing) {
            throw new SourceException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "Cannot look at table " + table + ".",
                    "Try again.",
                    closing);
        }
    }

    private static ChangeEvent event(TestEventRequest request, Relation relation) {
        String type = request.eventType() == null ? "insert" : request.eventType();
        Row row = row(request.data(), relation);
        return switch (type) {
            case "insert", "create" -> new ChangeEvent.Insert(relation, NOWHERE, row);
            case "update" -> new ChangeEvent.Update(relation, NOWHERE, null, row);
            case "delete" -> new ChangeEvent.Delete(relation, NOWHERE, new OldRow.Full(row));
            case "truncate" -> new ChangeEvent.Truncate(relation, NOWHERE);
            default ->
                    throw ApiException.unusable(
                            "'event_type'", "expected insert, update, delete or truncate");
        };
    }

    private static Row row(@Nullable JsonNode data, Relation relation) {
        if (data != null && !data.isObject() && !data.isNull()) {
            throw ApiException.unusable("'data'", "expected an object of columns");
        }
        Set<String> unknown = new TreeSet<>();
        if (data != null) {
            data.fieldNames().forEachRemaining(unknown::add);
        }
        List<@Nullable String> values = new ArrayList<>();
        for (Column column : relation.columns()) {
            unknown.remove(column.name());
            values.add(text(data == null ? null : data.get(column.name())));
        }
        if (!unknown.isEmpty()) {
            throw ApiException.unusable(
                    "'data'", "expected columns of the table, got " + unknown.iterator().next());
        }
        return Row.ofText(values);
    }

    /// As PostgreSQL would write it.
    private static @Nullable String text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "t" : "f";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
