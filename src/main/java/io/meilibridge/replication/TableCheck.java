package io.meilibridge.replication;

import static java.util.stream.Collectors.joining;

import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PreflightReport.Advice;
import io.meilibridge.replication.PublicationState.Operation;
import io.meilibridge.replication.SourceDemand.TableDemand;
import io.meilibridge.replication.TableState.Kind;
import io.meilibridge.replication.TableState.Part;
import io.meilibridge.replication.TableState.TableColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds one table against what a sync task wants of it.
final class TableCheck {

    private final TableState table;
    private final TableDemand demand;
    private final ConnectionOptions options;
    private final List<SourceException> faults = new ArrayList<>();
    private final List<Advice> advice = new ArrayList<>();
    private List<String> key = List.of();

    TableCheck(TableState table, TableDemand demand, ConnectionOptions options) {
        this.table = table;
        this.demand = demand;
        this.options = options;
    }

    List<SourceException> faults() {
        return faults;
    }

    List<Advice> advice() {
        return advice;
    }

    /// The columns that identify a row; empty when none are usable.
    List<String> key() {
        return key;
    }

    /// @param complete whether all wanted publications exist; one that is missing will publish what
    ///   the task needs
    void run(List<PublicationState> publications, boolean complete) {
        if (table.kind() == Kind.OTHER || table.kind() == Kind.UNLOGGED) {
            fault(
                    ErrorCode.RELATION_UNUSABLE,
                    table.kind() == Kind.UNLOGGED
                            ? "Table '%s' is unlogged: its changes are not in the WAL."
                            : "'%s' is no ordinary table: its changes are not in the WAL.",
                    table.kind() == Kind.UNLOGGED
                            ? "ALTER TABLE " + quoted() + " SET LOGGED;"
                            : "Name a table or partitioned table.");
            return;
        }
        checkColumns();
        checkKey();
        checkReading();
        if (complete) {
            PublishedCheck check = new PublishedCheck(table, demand, key);
            check.run(publications);
            faults.addAll(check.faults());
            advice.addAll(check.advice());
        }
        if (table.kind() == Kind.INHERITED) {
            advise(
                    "Table '%s' has heirs (INHERITS): their rows count as its own.",
                    "Rows of different heirs may share a key; make sure that they do not.");
        }
    }

    private void checkColumns() {
        Set<String> wanted = new HashSet<>(demand.key());
        wanted.addAll(demand.columns());
        for (String name : wanted) {
            Optional<TableColumn> column = table.column(name);
            if (column.isEmpty()) {
                fault(
                        ErrorCode.COLUMN_MISSING,
                        "Table '%s' has no column '" + name + "'.",
                        "It has "
                                + table.columns().stream()
                                        .map(TableColumn::name)
                                        .collect(joining(", "))
                                + ".");
            } else if (column.get().generated()) {
                fault(
                        ErrorCode.COLUMN_MISSING,
                        "Column '" + name + "' of table '%s' is generated: it is not streamed.",
                        "Compute it by a transform, or make it a plain column.");
            }
        }
    }

    private void checkKey() {
        List<String> chosen = demand.key();
        if (chosen.isEmpty()) {
            chosen =
                    table.primaryKey().isEmpty() && table.replicaIdentity() == ReplicaIdentity.INDEX
                            ? table.identityColumns()
                            : table.primaryKey();
        }
        if (chosen.isEmpty()) {
            fault(
                    ErrorCode.TABLE_KEY_MISSING,
                    "Table '%s' has no primary key, and the task names no key.",
                    "ALTER TABLE " + quoted() + " ADD PRIMARY KEY (…); or set primary_key.");
            return;
        }
        if (!chosen.stream().allMatch(name -> table.column(name).isPresent())) {
            return;
        }
        int before = faults.size();
        checkKeyHolds(chosen);
        checkIdentity(chosen);
        if (faults.size() == before) {
            key = List.copyOf(chosen);
        }
    }

    /// HAZARDS D3: two rows never share an id, one row never has two.
    private void checkKeyHolds(List<String> chosen) {
        List<String> nullable =
                chosen.stream()
                        .filter(name -> !table.column(name).orElseThrow().notNull())
                        .toList();
        if (!nullable.isEmpty()) {
            fault(
                    ErrorCode.TABLE_KEY_MISSING,
                    "Key of table '%s' may be NULL: " + String.join(", ", nullable) + ".",
                    nullable.stream()
                            .map(name -> "ALTER COLUMN " + TableName.quote(name) + " SET NOT NULL")
                            .collect(joining(", ", "ALTER TABLE " + quoted() + " ", ";")));
        }
        if (table.uniqueKeys().stream().noneMatch(unique -> chosen.containsAll(unique))) {
            fault(
                    ErrorCode.TABLE_KEY_MISSING,
                    "Key of table '%s' is not unique: " + String.join(", ", chosen) + ".",
                    "CREATE UNIQUE INDEX ON " + quoted() + " (" + Sql.identifiers(chosen) + ");");
        }
    }

    /// What a partition's updates and deletes tell is its own identity's business, not its root's.
    private void checkIdentity(List<String> chosen) {
        if (table.kind() != Kind.PARTITIONED) {
            checkIdentity(table.table(), table.replicaIdentity(), table.identityColumns(), chosen);
        }
        for (Part part : table.parts()) {
            checkIdentity(part.table(), part.identity(), part.identityColumns(), chosen);
        }
    }

    private void checkIdentity(
            TableName name, ReplicaIdentity identity, List<String> columns, List<String> chosen) {
        boolean told =
                demand.operations().contains(Operation.UPDATE)
                        || demand.operations().contains(Operation.DELETE);
        if (!told || columns.containsAll(chosen)) {
            return;
        }
        String keyed = chosen.equals(table.primaryKey()) ? "DEFAULT" : "FULL";
        faults.add(
                new SourceException(
                        ErrorCode.REPLICA_IDENTITY_MISSING,
                        "Replica identity of table '%s' lacks the key: expected %s, got %s."
                                .formatted(
                                        name,
                                        String.join(", ", chosen),
                                        columns.isEmpty()
                                                ? identity + " without columns"
                                                : String.join(", ", columns)),
                        "ALTER TABLE "
                                + name.quoted()
                                + " REPLICA IDENTITY "
                                + keyed
                                + "; or name a unique index of NOT NULL columns: REPLICA IDENTITY"
                                + " USING INDEX …;"));
    }

    private void checkReading() {
        String role = TableName.quote(options.credentials().user());
        Set<String> wanted = new HashSet<>(demand.columns());
        wanted.addAll(demand.key());
        List<String> unreadable =
                table.columns().stream()
                        .filter(column -> !column.generated() && !column.readable())
                        .map(TableColumn::name)
                        .filter(name -> demand.columns().isEmpty() || wanted.contains(name))
                        .toList();
        if (!unreadable.isEmpty()) {
            fault(
                    ErrorCode.PERMISSION_MISSING,
                    "Role " + role + " may not read table '%s'.",
                    "GRANT USAGE ON SCHEMA "
                            + TableName.quote(table.table().schema())
                            + " TO "
                            + role
                            + "; GRANT SELECT ON "
                            + quoted()
                            + " TO "
                            + role
                            + ";");
        }
        if (table.rowsHidden()) {
            fault(
                    ErrorCode.PERMISSION_MISSING,
                    "Row security hides rows of table '%s' from role " + role + ".",
                    "ALTER ROLE " + role + " BYPASSRLS;");
        }
    }

    private String quoted() {
        return table.table().quoted();
    }

    /// @param message with `%s` for the table
    private void fault(ErrorCode code, String message, String hint) {
        faults.add(
                new SourceException(code, message.replace("%s", table.table().toString()), hint));
    }

    private void advise(String message, String hint) {
        advice.add(new Advice(message.replace("%s", table.table().toString()), hint));
    }
}
