package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.transform.TransformPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows as the transforms make them.
final class Transforming {

    private final RelationPlans plans;

    Transforming(RelationPlans plans) {
        this.plans = plans;
    }

    List<ChangeEvent> transform(List<ChangeEvent> events) {
        if (plans.rules().transforms().isEmpty()) {
            return events;
        }
        List<ChangeEvent> transformed = new ArrayList<>(events.size());
        for (ChangeEvent event : events) {
            RelationPlan plan = plans.of(event.relation());
            TransformPlan transform = plan.transform();
            transformed.add(transform == null ? event : transform(plan, transform, event));
        }
        return transformed;
    }

    private static ChangeEvent transform(
            RelationPlan plan, TransformPlan transform, ChangeEvent event) {
        Relation to = transform.derived();
        return switch (event) {
            case Read read ->
                    new Read(to, read.position(), row(transform, read, read.row()), read.overOld());
            case Insert insert ->
                    new Insert(to, insert.position(), row(transform, insert, insert.row()));
            case Update update ->
                    new Update(
                            to,
                            update.position(),
                            old(plan, transform, update.old()),
                            row(transform, update, update.row()));
            case Delete delete -> delete;
            case Truncate truncate -> truncate;
        };
    }

    private static @Nullable OldRow old(
            RelationPlan plan, TransformPlan transform, @Nullable OldRow old) {
        return old == null
                ? null
                : new OldRow.Key(transform.applyToKey(plan.key().keyRow(old.row())));
    }

    private static Row row(TransformPlan transform, ChangeEvent event, Row row) {
        Row transformed;
        try {
            transformed = transform.apply(row);
        } catch (MappingException e) {
            throw new MappingException(
                    e.code(),
                    "Cannot transform a row of relation "
                            + event.relation()
                            + " at "
                            + event.position()
                            + ": "
                            + e.getMessage(),
                    e.hint(),
                    e);
        }
        if (transformed == null) {
            throw new IllegalStateException(
                    "The row of relation "
                            + event.relation()
                            + " at "
                            + event.position()
                            + " was to be read again before its transforms.");
        }
        return transformed;
    }
}
