package io.meilibridge.step.form;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.Column;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.pgtype.TypeNames;
import io.meilibridge.pgtype.TypeOptions;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes change events as JSON:
/// `{"change":0,"action":"U","schema":"public","table":"users","identity":[{"name":"id",
/// "type":"integer","value":1}],"columns":[…]}`.
///
/// `action` is `I`, `U` or `D`; `R` for a row that a full sync has read, `T` for a truncated table.
/// `identity` is the document's key as it was before the change, of updates and deletes. `columns`
/// are the known ones: what the stream left out because it did not change is not there. `change`
/// numbers the events of a list from 0. An instance is for one list of events.
public final class EventForm {

    private final TypeOptions options;
    private final Function<Relation, List<String>> keyColumns;
    private final IdentityHashMap<Relation, TypeCodec[]> codecs = new IdentityHashMap<>();
    private final JsonOutput out = new JsonOutput(1024);

    /// @param keyColumns what a document's id is made of
    public EventForm(TypeOptions options, Function<Relation, List<String>> keyColumns) {
        this.options = options;
        this.keyColumns = keyColumns;
    }

    /// A JSON array, one object for each event.
    ///
    /// @throws io.meilibridge.fault.PipelineException when a value cannot be written
    public byte[] array(List<ChangeEvent> events) {
        out.reset();
        out.put('[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            write(i, events.get(i));
        }
        out.put(']');
        return out.slice(0);
    }

    private void write(int number, ChangeEvent event) {
        Relation relation = event.relation();
        out.put('{');
        name("change");
        out.number(number);
        next("action");
        out.string(action(event));
        next("schema");
        out.string(relation.table().schema());
        next("table");
        out.string(relation.table().name());
        switch (event) {
            case Read read -> columns(relation, read.row());
            case Insert insert -> columns(relation, insert.row());
            case Update update -> {
                identity(relation, update.old(), update.row());
                columns(relation, update.row());
            }
            case Delete delete -> identity(relation, delete.old(), delete.old().row());
            case Truncate _ -> {}
        }
        out.put('}');
    }

    static String action(ChangeEvent event) {
        return switch (event) {
            case Read _ -> "R";
            case Insert _ -> "I";
            case Update _ -> "U";
            case Delete _ -> "D";
            case Truncate _ -> "T";
        };
    }

    private void identity(Relation relation, @Nullable OldRow old, Row now) {
        next("identity");
        out.put('[');
        boolean first = true;
        for (String key : keyColumns.apply(relation)) {
            int place = relation.indexOf(key);
            Row row = old != null && place >= 0 && old.row().isKnown(place) ? old.row() : now;
            first = column(relation, row, place, first);
        }
        out.put(']');
    }

    private void columns(Relation relation, Row row) {
        next("columns");
        out.put('[');
        boolean first = true;
        for (int i = 0; i < relation.columns().size(); i++) {
            first = column(relation, row, i, first);
        }
        out.put(']');
    }

    private boolean column(Relation relation, Row row, int place, boolean first) {
        if (place < 0 || !row.isKnown(place)) {
            return first;
        }
        Column column = relation.columns().get(place);
        if (!first) {
            out.put(',');
        }
        out.put('{');
        name("name");
        out.string(column.name());
        next("type");
        out.string(TypeNames.of(column.type()));
        next("value");
        codecs(relation)[place].write(row, place, out);
        out.put('}');
        return false;
    }

    private TypeCodec[] codecs(Relation relation) {
        return codecs.computeIfAbsent(
                relation,
                of ->
                        of.columns().stream()
                                .map(column -> TypeCodecs.of(column.type(), options))
                                .toArray(TypeCodec[]::new));
    }

    private void next(String name) {
        out.put(',');
        name(name);
    }

    private void name(String name) {
        out.put('"');
        out.ascii(name);
        out.put('"');
        out.put(':');
    }
}
