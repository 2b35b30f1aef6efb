package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Operation;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.condition.Outcome;
import io.meilibridge.step.condition.RowTest;
import io.meilibridge.step.document.DocumentPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Unchanged TOAST values: fills what the event itself knows, tells which rows have to be read
/// again, and puts those in.
final class Completing {

    private static final boolean NO_OLD_ROW_FILL = Failpoints.on("no-old-row-fill");

    private final RelationPlans plans;
    private boolean lacking;

    Completing(RelationPlans plans) {
        this.plans = plans;
    }

    void lacking(boolean documents) {
        lacking = documents;
    }

    List<ChangeEvent> complete(List<ChangeEvent> events) {
        List<ChangeEvent> completed = new ArrayList<>(events.size());
        for (ChangeEvent event : events) {
            completed.add(
                    event instanceof Update update && update.old() != null
                            ? filled(update)
                            : event);
        }
        return completed;
    }

    private static Update filled(Update update) {
        OldRow old = update.old();
        return old != null && hasUnchanged(update.row()) && !NO_OLD_ROW_FILL
                ? new Update(
                        update.relation(),
                        update.position(),
                        old,
                        update.row().filledFrom(old.row()))
                : update;
    }

    private static boolean hasUnchanged(Row row) {
        for (int i = 0; i < row.columnCount(); i++) {
            if (row.kind(i) == ValueKind.UNCHANGED) {
                return true;
            }
        }
        return false;
    }

    @Nullable RereadReason rereadReason(ChangeEvent event) {
        return switch (event) {
            // What is read of a table is whole.
            case Read ignored -> null;
            case Insert insert -> reason(insert, insert.row());
            case Update update -> reason(update, update.row());
            case Delete ignored -> null;
            case Truncate ignored -> null;
        };
    }

    private @Nullable RereadReason reason(ChangeEvent event, Row row) {
        if (!hasUnchanged(row) || !Filtering.counts(plans.rules(), Operation.of(event))) {
            return null;
        }
        RelationPlan plan = plans.of(event.relation());
        if (!plan.key().isKnown(row)) {
            throw new MappingException(
                    ErrorCode.INVALID_DOCUMENT_ID,
                    "Cannot tell the key of a row of relation "
                            + event.relation()
                            + " at "
                            + event.position()
                            + ": expected the key's values, got unchanged ones without the old row.",
                    "Run: ALTER TABLE "
                            + event.relation().table().quoted()
                            + " REPLICA IDENTITY FULL;");
        }
        RowTest filter = plan.filter();
        Outcome matches = filter == null ? Outcome.TRUE : filter.test(row);
        return switch (matches) {
            case UNKNOWN -> RereadReason.FILTER;
            case FALSE -> null;
            case TRUE -> reasonOfMatching(plan, event, row);
        };
    }

    private @Nullable RereadReason reasonOfMatching(RelationPlan plan, ChangeEvent event, Row row) {
        SoftDeletePlan softDelete = plan.softDelete();
        boolean removes = false;
        if (softDelete != null && softDelete.appliesToStream()) {
            removes = softDelete.marked() == null;
            Outcome deleted = softDelete.deleted(row);
            if (deleted == Outcome.UNKNOWN) {
                return RereadReason.SOFT_DELETE;
            }
            if (removes && deleted == Outcome.TRUE) {
                return null;
            }
        }
        boolean mayBeAbsent =
                lacking || removes || plan.filter() != null || !(event instanceof Update);
        return reasonOfDocument(plan, event, row, mayBeAbsent);
    }

    private static @Nullable RereadReason reasonOfDocument(
            RelationPlan plan, ChangeEvent event, Row row, boolean mayBeAbsent) {
        DocumentPlan.Unknowns unknowns;
        try {
            unknowns = plan.unknowns(row);
        } catch (MappingException e) {
            // The transform step will say so, with the position.
            return null;
        }
        if (unknowns == null) {
            return RereadReason.TRANSFORM;
        }
        return switch (unknowns) {
            case NONE -> null;
            case PARTS -> RereadReason.SHARED_FIELD;
            case FIELDS -> {
                if (event instanceof Update update && KeyChange.of(plan.key(), update)) {
                    yield RereadReason.KEY_CHANGE;
                }
                yield mayBeAbsent ? RereadReason.ABSENT_DOCUMENT : null;
            }
        };
    }

    List<ChangeEvent> reread(List<ChangeEvent> events, RowSource source) {
        boolean[] stale = new boolean[events.size()];
        IdentityHashMap<Relation, Map<String, Row>> keys = new IdentityHashMap<>();
        for (int i = 0; i < stale.length; i++) {
            ChangeEvent event = events.get(i);
            stale[i] = rereadReason(event) != null;
            if (stale[i]) {
                addKey(event, keys.computeIfAbsent(event.relation(), r -> new HashMap<>()));
            }
        }
        if (keys.isEmpty()) {
            return events;
        }
        IdentityHashMap<Relation, Map<String, Row>> found = new IdentityHashMap<>();
        keys.forEach((relation, rows) -> found.put(relation, read(relation, rows, source)));
        List<ChangeEvent> fresh = new ArrayList<>(events.size());
        for (int i = 0; i < stale.length; i++) {
            ChangeEvent event = events.get(i);
            if (stale[i]) {
                refresh(event, found.getOrDefault(event.relation(), Map.of()), fresh);
            } else {
                fresh.add(event);
            }
        }
        return fresh;
    }

    private void addKey(ChangeEvent event, Map<String, Row> keys) {
        RelationPlan plan = plans.of(event.relation());
        Row row = rowOf(event);
        String match = plan.key().match(row);
        if (match != null) {
            keys.put(match, plan.key().keyRow(row));
        }
    }

    private Map<String, Row> read(Relation relation, Map<String, Row> keys, RowSource source) {
        RelationPlan plan = plans.of(relation);
        Map<String, Row> found = new HashMap<>();
        for (Row row : source.read(relation, plan.key().columns(), List.copyOf(keys.values()))) {
            String match = plan.key().match(row);
            if (match != null) {
                found.put(match, row);
            }
        }
        return found;
    }

    private void refresh(ChangeEvent event, Map<String, Row> found, List<ChangeEvent> fresh) {
        RelationPlan plan = plans.of(event.relation());
        String match = plan.key().match(rowOf(event));
        Row now = match == null ? null : found.get(match);
        if (now == null) {
            KeyChange.delete(plan.key(), event, fresh);
            return;
        }
        fresh.add(
                switch (event) {
                    case Read read -> read;
                    case Insert insert -> new Insert(insert.relation(), insert.position(), now);
                    case Update update ->
                            new Update(update.relation(), update.position(), update.old(), now);
                    case Delete delete -> delete;
                    case Truncate truncate -> truncate;
                });
    }

    private static Row rowOf(ChangeEvent event) {
        return switch (event) {
            case Read read -> read.row();
            case Insert insert -> insert.row();
            case Update update -> update.row();
            case Delete delete -> delete.old().row();
            case Truncate ignored -> throw new IllegalArgumentException("A truncate has no row.");
        };
    }
}
