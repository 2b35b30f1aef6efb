package io.meilibridge.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.checkpoint.Admission;
import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.Lsn;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.task.ChangeCounts;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskState;
import io.meilibridge.task.Unsettled;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.status.Tallies;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of a chunk's changes when the route of one of its tasks fails, with the route file
/// itself: one transaction of the tasks `early`, `failing` and `late`, in this order.
class IngestRouteTest {

    private static final List<String> TASKS = List.of("early", "failing", "late");
    private static final Lsn START = new Lsn(100);
    private static final Lsn COMMIT = new Lsn(110);
    private static final Lsn END = new Lsn(120);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, SyncTask> tasks = tasks();
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    START,
                    TASKS.stream().map(id -> Checkpoint.at(id, START, Instant.EPOCH)).toList(),
                    Clock.systemUTC());
    private final List<String> arrived = new ArrayList<>();
    private String stopping = "";
    private String leftOutBehind = "";
    private @Nullable RuntimeException failure =
            new IllegalStateException("The route is at fault.");

    private static Map<String, SyncTask> tasks() {
        return Map.of(
                "early", TestBridge.task("early", new Tallies()),
                "failing", TestBridge.task("failing", new Tallies()),
                "late", TestBridge.task("late", new Tallies()));
    }

    @BeforeEach
    void start_the_route() throws Exception {
        IngestSteps steps = new IngestSteps(Map.of(), chunk -> {});
        camel.addComponent("pg-replication-slot", new DirectComponent());
        bind("decode", exchange -> steps.carry(exchange, handOver()));
        bind("address", exchange -> address(steps, exchange));
        bind("stopTask", steps::stopTask);
        camel.start();
        Resource file = ResourceHelper.resolveResource(camel, "file:routes/ingest.yaml");
        PluginHelper.getRoutesLoader(camel).loadRoutes(file);
        TemplatedRouteBuilder.builder(camel, "ingest").parameter("source", "shop").add();
        for (String task : TASKS) {
            camel.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:" + task)
                                    .errorHandler(noErrorHandler())
                                    .process(exchange -> {
                                        arrive(task);
                                        exchange.setRouteStop(task.equals(stopping));
                                    });
                        }
                    });
        }
    }

    private void address(IngestSteps steps, Exchange exchange) {
        boolean leavesOut = arrived.contains(leftOutBehind);
        exchange.setRouteStop(leavesOut);
        if (!leavesOut) {
            steps.address(exchange);
        }
    }

    private void bind(String name, Processor processor) {
        camel.getRegistry().bind(name, Processor.class, processor);
    }

    private void arrive(String task) {
        if (task.equals("failing") && failure != null) {
            throw failure;
        }
        arrived.add(task);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private SyncTask task(String id) {
        return Objects.requireNonNull(tasks.get(id));
    }

    private List<Handover> handOver() {
        ledger.begin(COMMIT, 1);
        assertThat(admissions()).containsOnly(Admission.TAKE);
        ledger.commit(END, Instant.EPOCH);
        return TASKS.stream()
                .map(id ->
                        new Handover(
                                false,
                                new ChangeBatch(id, List.of(), new int[0]),
                                new Unsettled(
                                        task(id),
                                        ledger.handOver(id, 10),
                                        new ChangeCounts(),
                                        null)))
                .toList();
    }

    private List<Admission> admissions() {
        return Stream.iterate(0, i -> i < TASKS.size(), i -> i + 1)
                .map(i -> ledger.admit(TASKS.get(i), i))
                .toList();
    }

    private Exchange chunk() {
        return camel.createProducerTemplate().request("pg-replication-slot:shop", _ -> {});
    }

    @Test
    void a_source_that_is_away_stops_no_task_and_what_was_not_dispatched_comes_again() {
        failure =
                new SourceException(
                        ErrorCode.SOURCE_UNREACHABLE, "Cannot read rows again.", "It passes.");
        Exchange ended = chunk();

        assertThat(RouteFaults.ofSource("ingest-shop", ended.getException())).isSameAs(failure);
        assertThat(arrived).containsExactly("early");
        assertThat(tasks.values()).noneMatch(task -> task.state() instanceof TaskState.Stopped);
        assertThat(ledger.inFlight().events()).isZero();
        assertThat(ledger.confirmable()).isEqualTo(START);

        ledger.onReopen(START);
        ledger.begin(COMMIT, 1);
        assertThat(admissions()).containsExactly(Admission.COVERED, Admission.TAKE, Admission.TAKE);
    }

    @Test
    void any_other_fault_stops_the_task_and_not_the_others() {
        failure = new SourceException(ErrorCode.TABLE_MISSING, "Cannot read rows again.", "Look.");
        Exchange ended = chunk();

        assertThat(ended.getException()).isNull();
        assertThat(arrived).containsExactly("early", "late");
        assertThat(task("failing").state())
                .isInstanceOfSatisfying(
                        TaskState.Stopped.class,
                        stopped -> assertThat(stopped.fault()).isSameAs(failure));
        assertThat(ledger.confirmable()).isEqualTo(START);
        assertThat(ledger.checkpoint("late").lsn()).isEqualTo(END);
    }

    @Test
    void what_the_route_leaves_out_stops_its_tasks_and_does_not_pass_for_done() {
        failure = null;
        leftOutBehind = "early";
        Exchange ended = chunk();

        assertThat(ended.getException()).isNull();
        assertThat(arrived).containsExactly("early");
        assertThat(task("failing").state()).isInstanceOf(TaskState.Stopped.class);
        assertThat(task("late").state())
                .isInstanceOfSatisfying(
                        TaskState.Stopped.class,
                        stopped ->
                                assertThat(stopped.fault().code())
                                        .isEqualTo(ErrorCode.ROUTE_FAILED));
        assertThat(ledger.confirmable()).isEqualTo(START);
        assertThat(ledger.inFlight().events()).isZero();
    }

    @Test
    void a_route_that_stops_settles_its_changes_and_holds_up_no_other() {
        failure = null;
        stopping = "early";
        Exchange ended = chunk();

        assertThat(ended.getException()).isNull();
        assertThat(arrived).containsExactly("early", "failing", "late");
        assertThat(ledger.inFlight().events()).isZero();
        assertThat(ledger.confirmable()).isEqualTo(END);
    }
}
