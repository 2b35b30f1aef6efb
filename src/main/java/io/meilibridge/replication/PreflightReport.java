package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import io.meilibridge.fault.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What [Preflight] found.
///
/// @param server empty when no replication connection was to be had
/// @param slot empty when there is none
/// @param publications the existing ones of those wanted
/// @param tables the existing ones of those wanted
/// @param keys for each table the columns that identify a row, where they are usable
/// @param roots the tables whose changes the stream announces under a name of their own, each with
///   the wanted table they belong to: leaves of a partitioned table that is not published via its
///   root, and heirs
/// @param sourceFaults what keeps the whole source from streaming, each with its remedy
/// @param tableFaults what keeps single tables from it, by the wanted table
/// @param advice what works, but not as one might think
public record PreflightReport(
        Optional<ServerFacts> server,
        Optional<SlotState> slot,
        List<PublicationState> publications,
        Map<TableName, TableState> tables,
        Map<TableName, List<String>> keys,
        Map<TableName, TableName> roots,
        List<SourceException> sourceFaults,
        Map<TableName, List<SourceException>> tableFaults,
        List<Advice> advice) {

    /// @param hint what to do, with the SQL where SQL does it
    public record Advice(String message, String hint) {}

    public PreflightReport {
        publications = List.copyOf(publications);
        tables = Map.copyOf(tables);
        keys = Map.copyOf(keys);
        roots = Map.copyOf(roots);
        sourceFaults = List.copyOf(sourceFaults);
        tableFaults = Map.copyOf(tableFaults);
        advice = List.copyOf(advice);
    }

    public boolean isClean() {
        return sourceFaults.isEmpty() && tableFaults.isEmpty();
    }

    /// Every fault, those of the source first.
    public List<SourceException> faults() {
        List<SourceException> all = new ArrayList<>(sourceFaults);
        tableFaults.values().forEach(all::addAll);
        return all;
    }
}
