package io.meilibridge.step.document;

import io.meilibridge.event.Column;
import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.step.relation.TaskRelation;
import java.util.ArrayList;
import java.util.List;

/// Finds the columns of a document key, and makes sure that deletes and key changes will carry
/// them.
final class KeyColumns {

    private KeyColumns() {}

    static int[] of(TaskRelation table) {
        requireIdentity(table);
        List<String> named = table.rules().id().columns();
        return named.isEmpty() ? identity(table) : named(table, named);
    }

    private static int[] identity(TaskRelation table) {
        Relation relation = table.relation();
        if (relation.replicaIdentity() == ReplicaIdentity.FULL) {
            throw table.unusable(
                    "expected key columns, got REPLICA IDENTITY FULL, which names none",
                    "Name the key with the task's primary_key.");
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < relation.columns().size(); i++) {
            if (relation.columns().get(i).key()) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            throw table.fault(
                    ErrorCode.REPLICA_IDENTITY_MISSING,
                    "expected a replica identity, got a table without primary key",
                    "Add a primary key, or name the key with primary_key and run: "
                            + alter(relation, "FULL"));
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] named(TaskRelation table, List<String> names) {
        int[] places = new int[names.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = table.require(names.get(i), "primary_key");
            Column column = table.column(places[i]);
            if (!column.key() && table.relation().replicaIdentity() != ReplicaIdentity.FULL) {
                throw table.fault(
                        ErrorCode.REPLICA_IDENTITY_MISSING,
                        "expected key column '"
                                + column.name()
                                + "' in the replica identity, got one without it",
                        "Run: " + alter(table.relation(), "FULL"));
            }
        }
        return places;
    }

    private static void requireIdentity(TaskRelation table) {
        if (table.relation().replicaIdentity() == ReplicaIdentity.NOTHING) {
            throw table.fault(
                    ErrorCode.REPLICA_IDENTITY_MISSING,
                    "expected a replica identity, got REPLICA IDENTITY NOTHING",
                    "Run: "
                            + alter(table.relation(), "DEFAULT")
                            + " or, without a primary key: "
                            + alter(table.relation(), "FULL"));
        }
    }

    private static String alter(Relation relation, String identity) {
        return "ALTER TABLE " + relation.table().quoted() + " REPLICA IDENTITY " + identity + ";";
    }
}
