package io.meilibridge.step;

import io.meilibridge.document.DocumentId;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.document.DocumentKey;
import io.meilibridge.step.relation.StepTime;
import io.meilibridge.step.rule.TaskRules;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The steps of one sync task. Each takes the events of a chunk, in order, and gives what is left
/// of them or became of them, in order; none changes what it is given. Each is a function of its
/// events alone, so a caller that wants to know which of them a step refuses may ask again event by
/// event.
///
/// They are to be called in this order, with the re-read where it is needed: [#complete],
/// [#reread], [#filter], [#softDelete], [#transform], [#map]. A step that comes upon a value it
/// needs and does not know, because the re-read was left out, throws an [IllegalStateException].
///
/// Plans are compiled when a relation is first seen and kept by its identity. An instance is used
/// by one thread at a time; lanes have one each.
///
/// Every step throws [io.meilibridge.fault.MappingException] for a relation that the rules do not
/// fit (RELATION_UNUSABLE, REPLICA_IDENTITY_MISSING).
public final class TaskSteps {

    private final RelationPlans plans;
    private final Completing completing;
    private final Filtering filtering;
    private final SoftDeleting softDeleting;
    private final Transforming transforming;
    private final Mapping mapping;
    private final Editing editing;

    public TaskSteps(TaskRules rules) {
        this(rules, StepTime.system());
    }

    public TaskSteps(TaskRules rules, StepTime time) {
        plans = new RelationPlans(rules, time);
        completing = new Completing(plans);
        filtering = new Filtering(plans);
        softDeleting = new SoftDeleting(plans);
        transforming = new Transforming(plans);
        mapping = new Mapping(plans);
        editing = new Editing(plans);
    }

    public TaskRules rules() {
        return plans.rules();
    }

    /// Checks that the relation fits the rules, before a row of it comes.
    public void check(Relation relation) {
        plans.of(relation);
    }

    /// The field of the documents that holds their id: what Meilisearch's primary key has to be.
    public String keyField(Relation relation) {
        return plans.of(relation).document().keyField();
    }

    /// What every id of the task begins with; empty when nothing in particular.
    public String idPrefix(Relation relation) {
        return plans.of(relation).key().idPrefix();
    }

    /// Says whether documents of rows that have long been there may be missing in the index, as
    /// during a full sync: then no update may rely on the document it changes.
    public void lacking(boolean documents) {
        completing.lacking(documents);
    }

    /// The columns that make a document's id, in the order of the key.
    public List<String> keyColumns(Relation relation) {
        return plans.of(relation).key().names();
    }

    /// The texts of the key that a document's id was made of; null when it was not made by this
    /// task, or is a digest.
    public @Nullable List<String> keyOf(Relation relation, String documentId) {
        return plans.of(relation).key().partsOf(documentId);
    }

    /// A row of this key is not there any more, or never was.
    ///
    /// @param key texts, as [#keyOf] has them
    public ChangeEvent gone(Relation relation, Position position, List<String> key) {
        Row row = plans.of(relation).key().keyRow(key);
        return new ChangeEvent.Delete(relation, position, new OldRow.Key(row));
    }

    /// An event that a step does not take, with the id of its document where its row tells one.
    public Unmappable refused(ChangeEvent event, MappingException fault) {
        return new Unmappable(event, idOf(event), fault);
    }

    private @Nullable DocumentId idOf(ChangeEvent event) {
        Row row =
                switch (event) {
                    case ChangeEvent.Insert insert -> insert.row();
                    case ChangeEvent.Update update -> update.row();
                    case ChangeEvent.Read read -> read.row();
                    case ChangeEvent.Delete _, ChangeEvent.Truncate _ -> null;
                };
        if (row == null) {
            return null;
        }
        DocumentKey key = plans.of(event.relation()).key();
        try {
            return key.isKnown(row) ? key.id(row) : null;
        } catch (MappingException none) {
            return null;
        }
    }

    /// Fills values that an update did not send, because they did not change, from the old row it
    /// carries.
    public List<ChangeEvent> complete(List<ChangeEvent> events) {
        return completing.complete(events);
    }

    /// Why the row of a completed event has to be read again before [#filter]; null when it need
    /// not.
    ///
    /// @throws io.meilibridge.fault.MappingException with INVALID_DOCUMENT_ID when the row does not
    ///   even know its key
    public @Nullable RereadReason rereadReason(ChangeEvent event) {
        return completing.rereadReason(event);
    }

    public boolean needsReread(ChangeEvent event) {
        return completing.rereadReason(event) != null;
    }

    /// Gives each event that needs it the row as it is now. An event whose row is gone becomes the
    /// delete of its id, and of the old one where the key changed; a task that does not count
    /// deletes leaves those documents as they are.
    public List<ChangeEvent> reread(List<ChangeEvent> events, RowSource source) {
        return completing.reread(events, source);
    }

    /// Leaves out events of operations that do not count, and rows that do not match. An update to
    /// what does not match becomes the delete of its id, whether or not the document was there, and
    /// of the old one where the key changed. Deletes and truncates are not asked for data.
    ///
    /// @throws io.meilibridge.fault.MappingException with UNMAPPABLE_VALUE when a regular
    ///   expression took too long
    public List<ChangeEvent> filter(List<ChangeEvent> events) {
        return filtering.filter(events);
    }

    /// Under the strategy remove, leaves out inserts and snapshot rows that count as deleted, and
    /// makes updates to such the delete of their id. Under mark, adds the mark to every row the
    /// rule is for.
    public List<ChangeEvent> softDelete(List<ChangeEvent> events) {
        return softDeleting.softDelete(events);
    }

    /// Rows become rows of a derived relation. Deletes keep the table's relation: their ids are of
    /// the key's columns, which no transform writes.
    ///
    /// @throws io.meilibridge.fault.MappingException with UNMAPPABLE_VALUE, naming the position,
    ///   when a transform cannot take a value
    public List<ChangeEvent> transform(List<ChangeEvent> events) {
        return transforming.transform(events);
    }

    /// The events' JSON form, an array; see [io.meilibridge.step.form.EventForm].
    public byte[] json(List<ChangeEvent> events) {
        return editing.json(events);
    }

    /// The events as maps that may be changed; see [io.meilibridge.step.form.RowMaps].
    public List<Map<String, @Nullable Object>> rows(List<ChangeEvent> events) {
        return editing.rows(events);
    }

    /// The events as a step of a route has left them: with other values, without some columns, with
    /// others, or fewer of them, in their order.
    ///
    /// @param left items of either form
    /// @throws io.meilibridge.fault.MappingException with ROUTE_ROWS_UNUSABLE, naming what cannot
    ///   be taken back
    public List<ChangeEvent> edited(List<ChangeEvent> events, List<?> left) {
        return editing.edited(events, left);
    }

    /// What the events make of documents. Whole rows replace, rows with unchanged values that are
    /// not known patch, an update whose id changed deletes the old document and replaces the new
    /// one. An event that no document can be made of is refused without harm to the others.
    ///
    /// @throws io.meilibridge.fault.DecodeException when bytes are no value of their column's type
    public Mapped map(List<ChangeEvent> events) {
        return mapping.map(events);
    }
}
