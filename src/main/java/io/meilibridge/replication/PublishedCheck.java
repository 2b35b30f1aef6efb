package io.meilibridge.replication;

import static java.util.stream.Collectors.joining;

import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PreflightReport.Advice;
import io.meilibridge.replication.PublicationState.Operation;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.SourceDemand.TableDemand;
import io.meilibridge.replication.TableState.Kind;
import io.meilibridge.replication.TableState.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds what the publications tell of one table against what a sync task wants to hear.
final class PublishedCheck {

    private final TableState table;
    private final TableDemand demand;
    private final List<String> key;
    private final List<SourceException> faults = new ArrayList<>();
    private final List<Advice> advice = new ArrayList<>();

    PublishedCheck(TableState table, TableDemand demand, List<String> key) {
        this.table = table;
        this.demand = demand;
        this.key = key;
    }

    List<SourceException> faults() {
        return faults;
    }

    List<Advice> advice() {
        return advice;
    }

    void run(List<PublicationState> publications) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        List<PublishedTable> published = new ArrayList<>();
        for (PublicationState publication : publications) {
            PublishedTable as = publishedAs(publication);
            if (as != null) {
                published.add(as);
                operations.addAll(publication.operations());
            }
        }
        String first = TableName.quote(publications.getFirst().name());
        if (published.isEmpty()) {
            boolean underRoot =
                    table.partitionOf()
                            .filter(root ->
                                    publications.stream()
                                            .anyMatch(p -> p.tables().containsKey(root)))
                            .isPresent();
            fault(
                    ErrorCode.PUBLICATION_LACKS_TABLE,
                    "Publication "
                            + first
                            + " does not publish table '%s'"
                            + (underRoot ? " under its own name, but as its root." : "."),
                    underRoot
                            ? "Let the task read '" + table.partitionOf().orElseThrow() + "'."
                            : "ALTER PUBLICATION " + first + " ADD TABLE " + quoted() + ";");
            return;
        }
        checkOperations(first, operations);
        checkPublishedColumns(first, published);
    }

    private @Nullable PublishedTable publishedAs(PublicationState publication) {
        PublishedTable own = publication.tables().get(table.table());
        if (own != null || table.kind() != Kind.PARTITIONED) {
            return own;
        }
        List<TableName> leaves = table.parts().stream().map(Part::table).toList();
        if (leaves.isEmpty() || !publication.tables().keySet().containsAll(leaves)) {
            return null;
        }
        advise(
                "Publication '"
                        + publication.name()
                        + "' announces the partitions of '%s', not the table: partitions made"
                        + " later are found at the next connect only, and TRUNCATE of the table"
                        + " comes as one of each partition.",
                "ALTER PUBLICATION "
                        + TableName.quote(publication.name())
                        + " SET (publish_via_partition_root = true);");
        return publication.tables().get(leaves.getFirst());
    }

    private void checkOperations(String publication, Set<Operation> published) {
        Set<Operation> lacking = new HashSet<>(demand.operations());
        lacking.removeAll(published);
        if (!lacking.isEmpty()) {
            Set<Operation> needed = EnumSet.copyOf(demand.operations());
            needed.addAll(published);
            fault(
                    ErrorCode.PUBLICATION_LACKS_TABLE,
                    "Publication "
                            + publication
                            + " does not publish every operation on table '%s': it lacks "
                            + words(lacking)
                            + ".",
                    "ALTER PUBLICATION "
                            + publication
                            + " SET (publish = '"
                            + words(needed)
                            + "');");
        }
    }

    private static String words(Set<Operation> operations) {
        return operations.stream()
                .sorted()
                .map(operation -> operation.name().toLowerCase(java.util.Locale.ROOT))
                .collect(joining(", "));
    }

    private void checkPublishedColumns(String publication, List<PublishedTable> published) {
        Set<String> wanted = new HashSet<>(demand.columns());
        wanted.addAll(key);
        List<String> lacking =
                wanted.stream()
                        .filter(name -> published.stream().noneMatch(as -> as.publishes(name)))
                        .sorted()
                        .toList();
        if (!lacking.isEmpty()) {
            fault(
                    ErrorCode.COLUMN_MISSING,
                    "Publication "
                            + publication
                            + " leaves out of table '%s': "
                            + String.join(", ", lacking)
                            + ".",
                    "ALTER PUBLICATION "
                            + publication
                            + " SET TABLE "
                            + quoted()
                            + " (…, "
                            + Sql.identifiers(lacking)
                            + "); names all its tables.");
        }
        boolean filtered = published.stream().noneMatch(as -> as.rowFilter().isEmpty());
        if (filtered) {
            advise(
                    "Publication " + publication + " filters the rows of table '%s'.",
                    "A full sync reads rows that the filter hides unless full_sync.where says the"
                            + " same.");
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
