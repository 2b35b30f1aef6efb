package io.meilibridge.step;

import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Row;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.MappingException;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.step.document.DocumentPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events become document changes. The documents of one call share few arrays of bytes.
final class Mapping {

    private static final boolean NO_DELETES = Failpoints.on("no-deletes");

    /// No array is made larger for more than one document: large arrays are costly to allocate.
    /// Header and all it stays below half a region of G1's in a small heap, 1 MiB.
    private static final int ARRAY_BYTES_MAX = 512 * 1024 - 64;

    /// What an array of the largest size keeps free for a document that escapes made longer than it
    /// was thought to be: an array that has to grow doubles.
    private static final int ARRAY_BYTES_SPARE = 64 * 1024;

    private final RelationPlans plans;

    Mapping(RelationPlans plans) {
        this.plans = plans;
    }

    Mapped map(List<ChangeEvent> events) {
        Run run = new Run(events);
        for (ChangeEvent event : events) {
            run.map(event);
        }
        return new Mapped(run.changes, run.refused, run.nulledValues());
    }

    /// One call's work.
    private final class Run {

        final List<DocumentChange> changes;
        final List<Unmappable> refused = new ArrayList<>(0);
        private long bytesLeft;
        private JsonOutput out;
        private int room;
        private int nulledBefore;

        Run(List<ChangeEvent> events) {
            changes = new ArrayList<>(events.size());
            for (ChangeEvent event : events) {
                bytesLeft += estimate(event);
            }
            room = (int) Math.min(bytesLeft, ARRAY_BYTES_MAX);
            out = new JsonOutput(room);
        }

        int nulledValues() {
            return nulledBefore + out.nulledValues();
        }

        private int estimate(ChangeEvent event) {
            return switch (event) {
                case Read read -> estimate(read, read.row());
                case Insert insert -> estimate(insert, insert.row());
                case Update update -> estimate(update, update.row());
                case Delete ignored -> 0;
                case Truncate ignored -> 0;
            };
        }

        private int estimate(ChangeEvent event, Row row) {
            return plans.of(event.relation()).document().estimatedBytes(row);
        }

        void map(ChangeEvent event) {
            RelationPlan plan = plans.of(event.relation());
            switch (event) {
                case Read read -> row(plan, read, read.row());
                case Insert insert -> row(plan, insert, insert.row());
                case Update update -> update(plan, update);
                case Delete delete -> {
                    if (!NO_DELETES) {
                        delete(plan, delete, delete.old());
                    }
                }
                case Truncate truncate ->
                        changes.add(
                                new DocumentChange.DeleteAll(
                                        truncate.position(), plan.key().idPrefix()));
            }
        }

        private void update(RelationPlan plan, Update update) {
            OldRow old = update.old();
            if (old != null && KeyChange.of(plan.key(), update)) {
                delete(plan, update, old);
            }
            row(plan, update, update.row());
        }

        private void delete(RelationPlan plan, ChangeEvent event, OldRow old) {
            DocumentId id = id(plan, event, old.row());
            if (id != null) {
                changes.add(new DocumentChange.Delete(event.position(), id));
            }
        }

        private @Nullable DocumentId id(RelationPlan plan, ChangeEvent event, Row row) {
            try {
                if (plan.key().isKnown(row)) {
                    return plan.key().id(row);
                }
                refuse(event, null, keyUnknown(plan));
            } catch (MappingException e) {
                refuse(event, null, e);
            }
            return null;
        }

        private MappingException keyUnknown(RelationPlan plan) {
            return plan.table()
                    .fault(
                            ErrorCode.INVALID_DOCUMENT_ID,
                            "expected the key's values in the row, got a row without them",
                            "Run: ALTER TABLE "
                                    + plan.relation().table().quoted()
                                    + " REPLICA IDENTITY FULL;");
        }

        private void row(RelationPlan plan, ChangeEvent event, Row row) {
            DocumentId id = id(plan, event, row);
            if (id == null) {
                return;
            }
            DocumentPlan document = plan.document();
            makeRoom(document.estimatedBytes(row));
            int start = out.size();
            try {
                boolean whole = document.write(row, id, out);
                Document written = new Document(out.bytes(), start, out.size() - start);
                changes.add(
                        whole
                                ? new DocumentChange.Replace(event.position(), id, written)
                                : patch(plan, event, row, id, written));
            } catch (MappingException e) {
                out.truncate(start);
                refuse(event, id, e);
            } catch (DecodeException e) {
                throw undecodable(event, e);
            }
        }

        private DocumentChange patch(
                RelationPlan plan, ChangeEvent event, Row row, DocumentId id, Document written) {
            if (!(event instanceof Update update)
                    || KeyChange.of(plan.key(), update)
                    || plan.document().unknowns(row) == DocumentPlan.Unknowns.PARTS) {
                throw new IllegalStateException(
                        "The row of relation "
                                + event.relation()
                                + " at "
                                + event.position()
                                + " was to be read again before it is mapped.");
            }
            return new DocumentChange.Patch(event.position(), id, written);
        }

        private void makeRoom(int bytes) {
            int spare = room == ARRAY_BYTES_MAX ? ARRAY_BYTES_SPARE : 0;
            if (out.size() > 0 && out.size() + bytes > room - spare) {
                nulledBefore += out.nulledValues();
                room = (int) Math.min(Math.max(bytesLeft, bytes), ARRAY_BYTES_MAX);
                out = new JsonOutput(room);
            }
            bytesLeft -= bytes;
        }

        /// A codec knows neither relation nor position.
        private static DecodeException undecodable(ChangeEvent event, DecodeException fault) {
            DecodeException placed =
                    new DecodeException(
                            "Cannot map a row of relation "
                                    + event.relation()
                                    + " at "
                                    + event.position()
                                    + ": "
                                    + fault.getMessage());
            placed.addSuppressed(fault);
            return placed;
        }

        private void refuse(ChangeEvent event, @Nullable DocumentId id, MappingException fault) {
            refused.add(
                    new Unmappable(
                            event,
                            id,
                            new MappingException(
                                    fault.code(),
                                    "Cannot map a row of relation "
                                            + event.relation()
                                            + " at "
                                            + event.position()
                                            + ": "
                                            + fault.getMessage(),
                                    fault.hint(),
                                    fault)));
        }
    }
}
