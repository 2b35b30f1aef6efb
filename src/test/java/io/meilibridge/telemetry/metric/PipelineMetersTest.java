package io.meilibridge.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.batch.Batch;
import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentId;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Operation;
import io.meilibridge.event.Position;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.meilisearch.TaskView;
import io.meilibridge.step.RereadReason;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskState;
import io.meilibridge.task.TaskTransitions;
import io.meilibridge.telemetry.Faults;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.capture.EventCapture;
import io.meilibridge.telemetry.status.StatusBoard;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a scrape shows after each thing that the pipeline tells.
class PipelineMetersTest {

    private static final Instant NOW = Instant.parse("2024-01-31T12:00:00Z");
    private static final TableName PRODUCTS = new TableName("public", "products");

    /// Held here, as the registry holds it weakly.
    private final EventCapture capture = new EventCapture();

    private final PrometheusScrape scrape = new PrometheusScrape();
    private final StatusBoard board = new StatusBoard(() -> NOW, Duration.ofHours(1));
    private final PipelineMeters meters = new PipelineMeters(scrape.registry(), board, () -> NOW);
    private final SyncTask products = TestBridge.task("products", meters.tasks());
    private final SourceRun shop = TestBridge.source(null, meters.sources(), products);

    @BeforeEach
    void watch() {
        CaptureMeters.register(scrape.registry(), capture);
        meters.watch(TestBridge.of(shop));
    }

    @AfterEach
    void close() {
        board.close();
    }

    private void shows(String... lines) {
        assertThat(scrape.lines()).contains(lines);
    }

    @Test
    void settled_changes_are_counted_by_table_and_kind_under_both_names() {
        meters.tasks().settled("products", PRODUCTS, Operation.INSERT, 3);
        meters.tasks().settled("products", PRODUCTS, Operation.INSERT, 2);

        shows(
                "meilibridge_cdc_events_processed_total{event_type=\"insert\",table=\"public.products\"} 5.0",
                "meilibridge_cdc_events_total{event_type=\"insert\",table=\"public.products\"} 5.0",
                "meilibridge_cdc_events_processed_total{event_type=\"delete\",table=\"public.products\"} 0.0");
    }

    @Test
    void undecodable_changes_are_of_an_unknown_table() {
        meters.sources().undecodable("shop");

        shows("meilibridge_cdc_events_failed_total{reason=\"decode_error\",table=\"unknown\"} 1.0");
    }

    @Test
    void a_task_that_its_changes_stop_counts_a_failed_event_of_its_table() {
        products.stop(Faults.unmappable());

        shows(
                "meilibridge_cdc_events_failed_total{reason=\"unmappable_value\",table=\"public.products\"} 1.0",
                "meilibridge_errors_total{code=\"UNMAPPABLE_VALUE\"} 1.0");
    }

    @Test
    void freshness_is_from_commit_to_settled() {
        meters.tasks().runSettled("products", NOW.minusMillis(40));
        meters.tasks().runSettled("products", null);

        shows(
                "meilibridge_commit_to_indexed_seconds_count{task=\"products\"} 1.0",
                "meilibridge_commit_to_indexed_seconds_bucket{task=\"products\",le=\"0.025\"} 0.0",
                "meilibridge_commit_to_indexed_seconds_bucket{task=\"products\",le=\"0.05\"} 1.0");
    }

    @Test
    void filtered_changes_and_reread_rows_are_counted() {
        meters.tasks().filtered("products", 4);
        meters.tasks().reread("products", RereadReason.FILTER);

        shows(
                "meilibridge_filtered_total{task=\"products\"} 4.0",
                "meilibridge_rereads_total{reason=\"filter\",task=\"products\"} 1.0");
    }

    @Test
    void chunks_fill_both_histograms() {
        meters.sources().chunkRead("shop", 10, 300_000, 3_000_000);

        shows(
                "meilibridge_cdc_decode_duration_seconds_bucket{le=\"2.5E-4\"} 0.0",
                "meilibridge_cdc_decode_duration_seconds_bucket{le=\"5.0E-4\"} 1.0",
                "meilibridge_cdc_processing_duration_seconds_bucket{le=\"0.005\"} 1.0");
    }

    @Test
    void a_stream_opened_again_after_it_broke_is_a_reconnect_and_the_first_is_none() {
        SourceState connecting = new SourceState.Connecting(NOW);
        SourceState streaming = new SourceState.Streaming(NOW);
        SourceState retrying = new SourceState.Retrying(Faults.unreachable(), NOW, NOW);
        meters.sources().stateChanged("shop", connecting, retrying);
        meters.sources().stateChanged("shop", connecting, streaming);
        shows("meilibridge_replication_reconnects_total 0.0");

        meters.sources().stateChanged("shop", streaming, retrying);
        meters.sources().stateChanged("shop", connecting, retrying);
        meters.sources().stateChanged("shop", connecting, streaming);
        meters.sources().stateChanged("shop", new SourceState.BackPressured(NOW), streaming);

        shows(
                "meilibridge_replication_reconnects_total 1.0",
                "meilibridge_retries_total{reason=\"source_unreachable\"} 3.0",
                "meilibridge_errors_total{code=\"SOURCE_UNREACHABLE\"} 3.0");
    }

    @Test
    void every_repeated_try_of_a_request_is_counted_and_its_outage_once_as_an_error() {
        TaskTransitions.streaming(products);
        products.retrying(Faults.busy(), Duration.ZERO);
        products.retrying(Faults.busy(), Duration.ZERO);
        meters.retried(Faults.busy());

        shows(
                "meilibridge_retries_total{reason=\"destination_busy\"} 3.0",
                "meilibridge_errors_total{code=\"DESTINATION_BUSY\"} 1.0");
    }

    @Test
    void a_batch_and_its_requests_are_counted() {
        Batch batch = new Batch();
        batch.add(new DocumentChange.Delete(new Position(new Lsn(1), 0), new DocumentId("1")));
        meters.requests().batchBegun("products", batch);
        meters.requests().requestDone("products", deletes(), 202, 7_000_000);
        meters.requests().requestDone("products", deletes(), 503, 1_000_000);
        meters.requests().requestDone("products", deletes(), 0, 1_000_000);

        shows(
                "meilibridge_cdc_batch_size_bucket{le=\"1.0\"} 1.0",
                "meilibridge_documents_total{operation=\"delete\",task=\"products\"} 12.0",
                "meilibridge_meilisearch_requests_total{index=\"products\",operation=\"delete\",status=\"202\"} 1.0",
                "meilibridge_meilisearch_requests_total{index=\"products\",operation=\"delete\",status=\"503\"} 1.0",
                "meilibridge_meilisearch_requests_total{index=\"products\",operation=\"delete\",status=\"none\"} 1.0",
                "meilibridge_meilisearch_request_seconds_count 3.0");
    }

    private static Request deletes() {
        return new Request(
                Request.Method.POST,
                "/indexes/products/documents/delete-batch",
                "",
                "application/json",
                new byte[0],
                0,
                io.meilibridge.meilisearch.Operation.DELETE,
                12);
    }

    @Test
    void the_servers_own_time_for_a_task_is_timed() {
        TaskView view =
                new TaskView(
                        7, TaskView.Status.SUCCEEDED, "", "", Duration.ofMillis(80), 1, "", "");
        meters.destinationTasks().taskFinished(new IndexUid("products"), view, 12);

        shows("meilibridge_meilisearch_task_seconds_sum{index=\"products\"} 0.08");
    }

    @Test
    void late_copies_are_counted() {
        meters.destinationTasks().cameLate(new IndexUid("products"));

        shows("meilibridge_late_copies_total{index=\"products\"} 1.0");
    }

    @Test
    void the_circuit_shows_its_state() {
        shows("meilibridge_circuit_state{name=\"meilisearch\"} 0.0");
        meters.circuit().opened(Faults.busy(), Duration.ofSeconds(1));
        shows(
                "meilibridge_circuit_state{name=\"meilisearch\"} 2.0",
                "meilibridge_errors_total{code=\"DESTINATION_BUSY\"} 1.0");
        meters.circuit().probing();
        shows("meilibridge_circuit_state{name=\"meilisearch\"} 1.0");
        meters.circuit().stillOpen(Faults.busy(), Duration.ofSeconds(2));
        shows("meilibridge_circuit_state{name=\"meilisearch\"} 2.0");
        meters.circuit().closed(Duration.ofSeconds(3));
        shows("meilibridge_circuit_state{name=\"meilisearch\"} 0.0");
    }

    @Test
    void a_store_that_fails_is_an_error() {
        meters.checkpoints()
                .storeFailed(new CheckpointException(ErrorCode.STORE_UNAVAILABLE, "Down.", ""));

        shows("meilibridge_errors_total{code=\"STORE_UNAVAILABLE\"} 1.0");
    }

    @Test
    void a_task_is_in_one_state_at_a_time() {
        TaskTransitions.streaming(products);
        products.pause();

        assertThat(products.state()).isInstanceOf(TaskState.Paused.class);
        shows(
                "meilibridge_task_state{state=\"paused\",task=\"products\"} 1.0",
                "meilibridge_task_state{state=\"streaming\",task=\"products\"} 0.0",
                "meilibridge_task_state{state=\"starting\",task=\"products\"} 0.0",
                "meilibridge_task_state{state=\"retrying\",task=\"products\"} 0.0",
                "meilibridge_task_state{state=\"stopped\",task=\"products\"} 0.0");
    }

    @Test
    void without_a_stream_the_gauges_say_so() {
        shows(
                "meilibridge_replication_connection_status{slot=\"shop_slot\",source=\"shop\"} 0.0",
                "meilibridge_backpressure_active{source=\"shop\"} 0.0",
                "meilibridge_in_flight_events 0.0",
                "meilibridge_in_flight_bytes 0.0",
                "meilibridge_spooled_bytes{source=\"shop\"} 0.0",
                "meilibridge_replication_last_lsn{slot=\"shop_slot\",source=\"shop\"} 0.0",
                "meilibridge_confirmed_flush_lsn{slot=\"shop_slot\",source=\"shop\"} 0.0",
                "meilibridge_batch_limit{task=\"products\"} 500.0",
                "meilibridge_meilisearch_pending_tasks{index=\"products\"} 0.0");
    }

    @Test
    void what_the_server_has_not_told_is_not_a_number() {
        shows(
                "meilibridge_cdc_lag_seconds{slot=\"shop_slot\",source=\"shop\"} NaN",
                "meilibridge_cdc_lag_bytes{slot=\"shop_slot\",source=\"shop\"} NaN",
                "meilibridge_postgres_wal_size_bytes NaN",
                "meilibridge_postgres_replication_slot_active{slot=\"shop_slot\",source=\"shop\"} NaN",
                "meilibridge_postgres_publication_table_count{publication=\"shop_pub\",source=\"shop\"} NaN",
                "meilibridge_slot_retained_wal_bytes{slot=\"shop_slot\",source=\"shop\"} NaN",
                "meilibridge_slot_wal_status{slot=\"shop_slot\",source=\"shop\",status=\"lost\"} NaN");
    }

    @Test
    void slots_of_one_name_on_different_servers_are_told_apart() {
        PrometheusScrape both = new PrometheusScrape();
        PipelineMeters of = new PipelineMeters(both.registry(), board, () -> NOW);
        SourceRun crm = TestBridge.source("crm", "shop_slot", null, of.sources());
        of.watch(TestBridge.of(shop, crm));

        for (String source : List.of("shop", "crm")) {
            String labels = "slot=\"shop_slot\",source=\"" + source + "\"";
            assertThat(both.lines())
                    .contains(
                            "meilibridge_replication_connection_status{" + labels + "} 0.0",
                            "meilibridge_confirmed_flush_lsn{" + labels + "} 0.0",
                            "meilibridge_cdc_lag_bytes{" + labels + "} NaN",
                            "meilibridge_slot_retained_wal_bytes{" + labels + "} NaN",
                            "meilibridge_postgres_publication_table_count{publication=\"shop_pub\",source=\""
                                    + source
                                    + "\"} NaN");
        }
    }

    @Test
    void every_name_is_exported_as_it_is_written() throws IllegalAccessException {
        meters.requests().requestDone("products", deletes(), 202, 1);
        meters.tasks().reread("products", RereadReason.KEY_CHANGE);
        meters.sources().undecodable("shop");
        meters.tasks().retrying("products", Faults.busy());
        meters.tasks().refused("products", letter());
        meters.faulty(Faults.refused());
        meters.destinationTasks().cameLate(new IndexUid("products"));
        meters.destinationTasks()
                .taskFinished(
                        new IndexUid("products"),
                        new TaskView(
                                7, TaskView.Status.SUCCEEDED, "", "", Duration.ZERO, 1, "", ""),
                        12);

        String text = String.join("\n", scrape.lines());
        int names = 0;
        for (Field field : MetricNames.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && field.get(null) instanceof String name
                    && name.startsWith("meilibridge_")) {
                assertThat(text).contains("# TYPE " + name + " ");
                names++;
            }
        }
        assertThat(names).isGreaterThan(30);
    }

    @Test
    void dead_letters_count_as_failed_events_too() {
        meters.tasks().refused("products", letter());
        meters.tasks().refused("products", letter());

        assertThat(scrape.lines())
                .contains(
                        "meilibridge_dead_letters_total{reason=\"document_refused\",task=\"products\"}"
                                + " 2.0",
                        "meilibridge_cdc_events_failed_total{reason=\"document_refused\",table=\"public.products\"}"
                                + " 2.0");
    }

    private static DeadLetter letter() {
        return new DeadLetter(
                "products",
                new TableName("public", "products"),
                "1",
                ErrorCode.DOCUMENT_REFUSED,
                "refused",
                new Position(new Lsn(16), 0),
                NOW,
                "");
    }
}
