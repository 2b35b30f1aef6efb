package io.meilibridge.replication;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import io.meilibridge.replication.PublicationState.Operation;
import io.meilibridge.replication.SourceDemand.TableDemand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightIT {

    private static final TableName ITEM = new TableName("public", "item");

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_sound_source_has_no_fault(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "sound")) {
            source.execute(
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('sound', 'pgoutput')");

            PreflightReport report = run(source, demand("sound", TableDemand.of(ITEM)));

            assertThat(report.faults()).isEmpty();
            assertThat(report.advice()).isEmpty();
            assertThat(report.keys()).isEqualTo(Map.of(ITEM, List.of("id")));
            ServerFacts server = report.server().orElseThrow();
            assertThat(server.major()).isEqualTo(major);
            assertThat(server.timeline()).isEqualTo(1);
            assertThat(server.systemIdentifier())
                    .isEqualTo(source.query("SELECT system_identifier FROM pg_control_system()"));
            SlotState slot = report.slot().orElseThrow();
            assertThat(slot.plugin()).isEqualTo("pgoutput");
            assertThat(slot.isActive()).isFalse();
            assertThat(slot.walStatus()).isEqualTo("reserved");
            TableState table = requireNonNull(report.tables().get(ITEM));
            assertThat(table.replicaIdentity()).isEqualTo(ReplicaIdentity.DEFAULT);
            assertThat(table.column("name").orElseThrow().sqlType())
                    .isEqualTo("character varying(20)");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void what_is_to_be_created_is_no_fault_when_missing_and_else_is(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "absent")) {
            TableDemand item = TableDemand.of(ITEM);
            SourceDemand creating =
                    new SourceDemand("absent", true, List.of("pub"), true, List.of(item));

            assertThat(run(source, creating).faults()).isEmpty();

            assertFaults(
                    run(source, demand("absent", item)),
                    "SLOT_MISSING: Slot 'absent' does not exist.",
                    "PUBLICATION_MISSING: Publication 'pub' does not exist",
                    "CREATE PUBLICATION \"pub\" FOR TABLE \"public\".\"item\";");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void tables_that_cannot_be_replicated_are_told(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "tables")) {
            source.execute(
                    "CREATE VIEW item_view AS TABLE item",
                    "CREATE UNLOGGED TABLE item_unlogged (id int PRIMARY KEY)",
                    "CREATE TABLE \"Key less\" (id int)",
                    "CREATE TABLE nullable (id int UNIQUE, other int NOT NULL)",
                    "CREATE TABLE nothing (id int PRIMARY KEY)",
                    "ALTER TABLE nothing REPLICA IDENTITY NOTHING",
                    "CREATE TABLE computed (id int PRIMARY KEY, n int GENERATED ALWAYS AS (id * 2)"
                            + " STORED)",
                    "CREATE PUBLICATION pub FOR TABLE \"Key less\", nullable, nothing, computed",
                    "SELECT pg_create_logical_replication_slot('tables', 'pgoutput')");

            assertFaults(source, "gone", "TABLE_MISSING: Table 'public.gone' does not exist in");
            assertFaults(source, "item_view", "RELATION_UNUSABLE", "is no ordinary table");
            assertFaults(
                    source,
                    "item_unlogged",
                    "RELATION_UNUSABLE",
                    "ALTER TABLE \"public\".\"item_unlogged\" SET LOGGED;");
            assertFaults(
                    source,
                    "Key less",
                    "TABLE_KEY_MISSING",
                    "ALTER TABLE \"public\".\"Key less\" ADD PRIMARY KEY");
            assertFaults(
                    run(source, keyed("tables", "nullable", "id")),
                    "TABLE_KEY_MISSING: Key of table 'public.nullable' may be NULL: id.",
                    "ALTER TABLE \"public\".\"nullable\" ALTER COLUMN \"id\" SET NOT NULL;",
                    "REPLICA_IDENTITY_MISSING");
            assertFaults(
                    run(source, keyed("tables", "nullable", "other")),
                    "Key of table 'public.nullable' is not unique: other.",
                    "CREATE UNIQUE INDEX ON \"public\".\"nullable\" (\"other\");");
            assertFaults(
                    source,
                    "nothing",
                    "REPLICA_IDENTITY_MISSING: Replica identity of table 'public.nothing' lacks"
                            + " the key: expected id, got NOTHING without columns.",
                    "ALTER TABLE \"public\".\"nothing\" REPLICA IDENTITY DEFAULT;");
            assertFaults(
                    source,
                    "item",
                    "PUBLICATION_LACKS_TABLE",
                    "ALTER PUBLICATION \"pub\" ADD TABLE \"public\".\"item\";");
            assertFaults(
                    run(source, keyed("tables", "computed", "n")),
                    "COLUMN_MISSING: Column 'n' of table 'public.computed' is generated");
            assertFaults(
                    run(source, keyed("tables", "computed", "nope")),
                    "COLUMN_MISSING: Table 'public.computed' has no column 'nope'. It has id, n.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_key_of_its_own_needs_an_identity_that_tells_it(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "identity")) {
            source.execute(
                    "ALTER TABLE item ADD sku text NOT NULL",
                    "CREATE UNIQUE INDEX item_sku ON item (sku)",
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('identity', 'pgoutput')");
            SourceDemand bySku = keyed("identity", "item", "sku");
            assertFaults(run(source, bySku), "REPLICA_IDENTITY_MISSING", "expected sku, got id.");

            source.execute("ALTER TABLE item REPLICA IDENTITY USING INDEX item_sku");
            assertThat(run(source, bySku).keys()).containsEntry(ITEM, List.of("sku"));

            source.execute("ALTER TABLE item REPLICA IDENTITY FULL");
            assertThat(run(source, bySku).faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void partitions_are_mapped_to_their_root_unless_published_via_it(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "parts")) {
            TableName root = new TableName("public", "measure");
            TableName low = new TableName("public", "measure_low");
            TableName high = new TableName("public", "measure_high");
            source.execute(
                    "CREATE TABLE measure (id int PRIMARY KEY, n int) PARTITION BY RANGE (id)",
                    "CREATE TABLE measure_low PARTITION OF measure FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE measure_high PARTITION OF measure FOR VALUES FROM (10) TO (99)",
                    "CREATE PUBLICATION pub FOR TABLE measure",
                    "SELECT pg_create_logical_replication_slot('parts', 'pgoutput')");
            SourceDemand demand = demand("parts", TableDemand.of(root));

            PreflightReport byLeaf = run(source, demand);
            source.execute("ALTER PUBLICATION pub SET (publish_via_partition_root = true)");
            PreflightReport byRoot = run(source, demand);

            assertThat(byLeaf.faults()).isEmpty();
            assertThat(byLeaf.roots()).isEqualTo(Map.of(low, root, high, root));
            assertThat(byLeaf.advice()).hasSize(1);
            assertThat(byRoot.faults()).isEmpty();
            assertThat(byRoot.roots()).isEmpty();
            assertThat(byRoot.advice()).isEmpty();
            assertFaults(
                    source,
                    "measure_low",
                    "under its own name, but as its root",
                    "'public.measure'");
            source.execute("ALTER TABLE measure_low REPLICA IDENTITY NOTHING");
            assertFaults(
                    run(source, demand),
                    "ALTER TABLE \"public\".\"measure_low\" REPLICA IDENTITY DEFAULT;");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_publication_that_leaves_something_out_is_told(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "partial")) {
            source.execute(
                    "CREATE PUBLICATION pub FOR TABLE item WITH (publish = 'insert')",
                    "SELECT pg_create_logical_replication_slot('partial', 'pgoutput')");
            assertFaults(
                    source,
                    "item",
                    "PUBLICATION_LACKS_TABLE",
                    "it lacks update, delete, truncate.",
                    "ALTER PUBLICATION \"pub\" SET (publish = 'insert, update, delete,"
                            + " truncate');");
            TableDemand inserts =
                    new TableDemand(ITEM, List.of(), List.of("name"), Set.of(Operation.INSERT));
            assertThat(run(source, demand("partial", inserts)).faults()).isEmpty();
            if (major >= 15) {
                source.execute("ALTER PUBLICATION pub SET TABLE item (id) WHERE (id > 7)");
                PreflightReport report = run(source, demand("partial", inserts));
                assertFaults(report, "COLUMN_MISSING", "leaves out of table 'public.item': name.");
                assertThat(report.advice()).hasSize(1);
            }
        }
    }

    private static SourceDatabase prepared(int major, String name) throws Exception {
        SourceDatabase source = SourceDatabase.on(PostgresServers.shared(major), name);
        source.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
        return source;
    }

    private static SourceDemand demand(String slot, TableDemand table) {
        return new SourceDemand(slot, false, List.of("pub"), false, List.of(table));
    }

    private static SourceDemand keyed(String slot, String table, String key) {
        return demand(
                slot,
                new TableDemand(
                        new TableName("public", table),
                        List.of(key),
                        List.of(),
                        Set.of(Operation.values())));
    }

    private static PreflightReport run(SourceDatabase source, SourceDemand demand) {
        return Preflight.run(source.connections(), demand);
    }

    private static void assertFaults(SourceDatabase source, String table, String... parts) {
        SourceDemand demand = demand(source.name(), TableDemand.of(new TableName("public", table)));
        assertFaults(run(source, demand), parts);
    }

    private static void assertFaults(PreflightReport report, String... parts) {
        assertThat(report.isClean()).isFalse();
        String all = String.join("\n", report.faults().stream().map(f -> f.report()).toList());
        assertThat(all).contains(parts);
    }
}
