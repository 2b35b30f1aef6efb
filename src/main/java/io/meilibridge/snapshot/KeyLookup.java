package io.meilibridge.snapshot;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.TableSession;
import io.meilibridge.replication.TableState;
import io.meilibridge.replication.TableState.TableColumn;
import io.meilibridge.step.TaskSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the rows that documents are of, by the documents' ids, on a connection of its own. One
/// thread.
final class KeyLookup implements AutoCloseable {

    private final TableReading reading;
    private final TaskSteps steps;
    private final TableSession session;
    private final FreshSnapshot snapshot;
    private long unknown;

    KeyLookup(TableReading reading, TaskSteps steps) {
        this.reading = reading;
        this.steps = steps;
        this.session = TableSession.open(reading.connections(), reading.table());
        this.snapshot = new FreshSnapshot(session, reading.table());
    }

    /// What is copied of the table, as it is now.
    CopyTarget target() {
        return CopyTarget.of(table(), reading.published(), null);
    }

    private TableState table() {
        session.renew();
        TableState table = session.state().orElseThrow(this::gone);
        session.end();
        return table;
    }

    /// Documents whose rows are asked for.
    ///
    /// @param keys of the documents `ids`, one for each
    record Asked(
            CopyTarget from,
            List<TableColumn> columns,
            boolean withRows,
            List<String> ids,
            List<List<String>> keys) {

        Relation relation() {
            return from.relation();
        }

        int size() {
            return ids.size();
        }

        Asked part(int begin, int end) {
            return new Asked(
                    from, columns, withRows, ids.subList(begin, end), keys.subList(begin, end));
        }

        private TableSession.Wanted wanted() {
            List<String> names = new ArrayList<>();
            if (withRows) {
                relation().columns().forEach(column -> names.add(column.name()));
            }
            return new TableSession.Wanted(from.conditions(), names, columns, keys);
        }
    }

    /// @param withRows whether the rows are wanted, or just whether they are there
    /// @throws SourceException when the table or its key does not exist any more
    Asked ask(List<String> ids, boolean withRows) {
        TableState table = table();
        CopyTarget from = CopyTarget.of(table, reading.published(), null);
        List<String> known = new ArrayList<>(ids.size());
        List<List<String>> keys = new ArrayList<>(ids.size());
        for (String id : ids) {
            List<String> key = steps.keyOf(from.relation(), id);
            if (key == null) {
                unknown++;
            } else {
                known.add(id);
                keys.add(key);
            }
        }
        List<TableColumn> columns = new ArrayList<>();
        for (String name : steps.keyColumns(from.relation())) {
            columns.add(table.column(name).orElseThrow(this::gone));
        }
        return new Asked(from, columns, withRows, known, keys);
    }

    /// Begins a snapshot that has seen everything delivered.
    ///
    /// @return the end of the WAL that everything which it shows lies before
    Lsn see(DeliveredTransactions delivered) throws InterruptedException {
        return snapshot.take(delivered);
    }

    /// Reads in the snapshot, and ends it.
    ///
    /// @return for each key its row, where there is one; empty when some text is no value of its
    ///   key column
    Optional<@Nullable Row[]> rows(Asked asked) {
        @Nullable Row[] rows = new Row[asked.size()];
        if (rows.length == 0) {
            session.end();
            return Optional.of(rows);
        }
        int columns = asked.withRows() ? asked.from().columnCount() : 0;
        boolean areKeys =
                session.copyOf(
                        asked.wanted(),
                        line -> {
                            Row row = CopiedRow.ofText(line, columns + 1);
                            rows[Integer.parseInt(row.text(columns))] = row;
                            return true;
                        });
        session.end();
        return areKeys ? Optional.of(rows) : Optional.empty();
    }

    /// A document that no row can have made, as its key is no value.
    void countUnknown() {
        unknown++;
    }

    /// Documents that no row of the task can have made, as far as their ids tell.
    long unknown() {
        return unknown;
    }

    private SourceException gone() {
        return new SourceException(
                ErrorCode.TABLE_MISSING,
                "Cannot look for rows of table '"
                        + reading.table()
                        + "': it, or its key, does not exist any more.",
                "Remove the sync task, or create the table and retry the task.");
    }

    @Override
    public void close() {
        session.close();
    }
}
