package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.event.Relation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// What shapes each task's documents: the columns of its table and its definition. A change of
/// either writes no row into the stream (HAZARDS E6), so the last shape is kept in the store. Used
/// by the reader's thread.
final class Shapes {

    private final CheckpointStore store;
    private final Map<String, String> known = new HashMap<>();

    Shapes(CheckpointStore store) {
        this.store = store;
    }

    /// The store is asked anew.
    void forget() {
        known.clear();
    }

    /// Whether the task's shape is another one than the last that was kept; what was never kept is
    /// kept now.
    ///
    /// @param relation the table as the stream announces it, or would
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    boolean isChanged(SyncTask task, Relation relation) {
        String now = shape(task, relation);
        String before = known.get(task.id());
        if (before == null) {
            Optional<String> stored = store.note(key(task.id()));
            if (stored.isEmpty()) {
                keep(task, relation);
                return false;
            }
            before = stored.get();
            known.put(task.id(), before);
        }
        return !now.equals(before);
    }

    /// The documents are, or are being made, of this shape.
    void keep(SyncTask task, Relation relation) {
        String now = shape(task, relation);
        store.putNote(key(task.id()), now);
        known.put(task.id(), now);
    }

    static String key(String task) {
        return "shape:" + task;
    }

    private static String shape(SyncTask task, Relation relation) {
        StringBuilder text = new StringBuilder();
        text.append(task.definition().index()).append('\n');
        text.append(task.definition().rules()).append('\n');
        relation.columns()
                .forEach(column ->
                        text.append(column.name())
                                .append(' ')
                                .append(column.type().oid())
                                .append(' ')
                                .append(column.typeModifier())
                                .append('\n'));
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
