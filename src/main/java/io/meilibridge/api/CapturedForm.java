package io.meilibridge.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Column;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Operation;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeOptions;
import io.meilibridge.step.form.EventForm;
import io.meilibridge.step.form.RowForm;
import io.meilibridge.task.SeenChange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a captured change is shown.
enum CapturedForm {
    /// Columns as fields.
    ROW {
        @Override
        Object of(SeenChange change) {
            ChangeEvent event = change.event();
            Relation relation = event.relation();
            Row row =
                    switch (event) {
                        case ChangeEvent.Read read -> read.row();
                        case ChangeEvent.Insert insert -> insert.row();
                        case ChangeEvent.Update update -> update.row();
                        case ChangeEvent.Delete _, ChangeEvent.Truncate _ -> null;
                    };
            OldRow old =
                    switch (event) {
                        case ChangeEvent.Update update -> update.old();
                        case ChangeEvent.Delete delete -> delete.old();
                        case ChangeEvent.Read _, ChangeEvent.Insert _, ChangeEvent.Truncate _ ->
                                null;
                    };
            return new CapturedView(
                    change.commitTime(),
                    event.position().commitLsn().toString(),
                    Integer.toUnsignedLong(change.xid()),
                    relation.table().toString(),
                    Operation.of(event).label(),
                    object(relation, row),
                    object(relation, old == null ? null : old.row()));
        }
    },
    /// As steps of routes see it.
    EVENT {
        @Override
        Object of(SeenChange change) {
            return tree(new EventForm(TypeOptions.DEFAULTS, CapturedForm::keyColumns)
                            .array(List.of(change.event())))
                    .path(0);
        }
    };

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /// @param name null for the usual one
    static CapturedForm named(@Nullable String name) {
        return switch (name) {
            case null -> ROW;
            case "row" -> ROW;
            case "event" -> EVENT;
            default -> throw ApiException.unusable("'format'", "expected row or event");
        };
    }

    abstract Object of(SeenChange change);

    private static @Nullable JsonNode object(Relation relation, @Nullable Row row) {
        return row == null ? null : tree(RowForm.object(relation, row));
    }

    private static List<String> keyColumns(Relation relation) {
        return relation.columns().stream().filter(Column::key).map(Column::name).toList();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException bug) {
            throw new IllegalStateException("What was rendered is not JSON.", bug);
        }
    }
}
