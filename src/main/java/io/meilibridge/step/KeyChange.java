package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Row;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.step.document.DocumentKey;
import java.util.List;

/// Updates that move a row to another document id.
final class KeyChange {

    private static final boolean UNNOTICED = Failpoints.on("no-key-change");
    private static final boolean NO_DELETE = Failpoints.on("no-delete-of-unmatched");

    private KeyChange() {}

    /// Whether the update's old row has another key than its new one, as far as both are known.
    static boolean of(DocumentKey key, Update update) {
        OldRow old = update.old();
        return old != null
                && key.isKnown(old.row())
                && key.isKnown(update.row())
                && !key.same(old.row(), update.row())
                && !UNNOTICED;
    }

    /// Adds the delete of an event's document, after that of its old one where the key changed.
    static void delete(DocumentKey key, ChangeEvent event, List<ChangeEvent> out) {
        if (NO_DELETE) {
            return;
        }
        switch (event) {
            case Read read -> out.add(deleted(key, read, read.row()));
            case Insert insert -> out.add(deleted(key, insert, insert.row()));
            case Update update -> {
                OldRow old = update.old();
                if (old != null && of(key, update)) {
                    out.add(new Delete(update.relation(), update.position(), old));
                }
                out.add(deleted(key, update, update.row()));
            }
            case Delete delete -> out.add(delete);
            case Truncate truncate -> out.add(truncate);
        }
    }

    private static Delete deleted(DocumentKey key, ChangeEvent event, Row row) {
        return new Delete(event.relation(), event.position(), new OldRow.Key(key.keyRow(row)));
    }
}
