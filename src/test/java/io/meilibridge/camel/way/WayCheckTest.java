package io.meilibridge.camel.way;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.camel.RouteCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused of routes on the way of the changes, and what is not: each shape as a step of
/// the real `routes/sync-task.yaml`, and as one of a route that it leads to.
class WayCheckTest {

    private static final String AFTER = "              ref: softDelete\n";

    @TempDir Path folder;

    private List<String> faults() {
        return new RouteCheck(folder).faults(null);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String template() throws IOException {
        return Files.readString(Path.of("routes/sync-task.yaml"));
    }

    /// Puts a step between `softDelete` and `transform`.
    private void step(String step) throws IOException {
        write("sync-task.yaml", template().replace(AFTER, AFTER + indented(step, 10)));
    }

    private static String indented(String step, int by) {
        return ("- " + step).indent(by);
    }

    private void linked(String name, String steps) throws IOException {
        write(
                name + ".yaml",
                """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                """
                                .formatted(name)
                        + steps);
    }

    private void replace(String part, String by) throws IOException {
        assertThat(template()).contains(part);
        write("sync-task.yaml", template().replace(part, by));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FANS_OUT      | wireTap    | wireTap: { uri: 'direct:side' }
                    FANS_OUT      | multicast  | multicast: { steps: [ { to: 'log:a' }, { to: 'log:b' } ] }
                    FANS_OUT      | multicast  | multicast: { parallelProcessing: true, steps: [ { to: 'log:a' } ] }
                    FANS_OUT      | recipientList | recipientList: { constant: 'log:a,log:b' }
                    FANS_OUT      | recipientList | recipientList: { constant: 'log:a', parallelProcessing: true }
                    OTHER_THREAD  | seda       | to: 'seda:later'
                    OTHER_THREAD  | vm         | to: 'vm:later'
                    OTHER_THREAD  | disruptor  | to: 'disruptor:later'
                    OTHER_THREAD  | seda       | toD: 'seda:${header.where}'
                    OTHER_THREAD  | seda       | enrich: { constant: 'seda:later' }
                    OTHER_THREAD  | threads    | threads: { poolSize: 2 }
                    OTHER_THREAD  | delay      | delay: { constant: '10' }
                    OTHER_THREAD  | throttle   | throttle: { constant: '5', asyncDelayed: true }
                    OTHER_THREAD  | circuitBreaker | circuitBreaker: { steps: [ { to: 'log:a' } ] }
                    OTHER_THREAD  | split      | split: { simple: '${body}', parallelProcessing: true, steps: [ { to: 'log:a' } ] }
                    OTHER_THREAD  | split      | split: { simple: '${body}', executorService: '#pool', steps: [ { to: 'log:a' } ] }
                    REORDERS      | resequence | resequence: { simple: '${body}', steps: [ { to: 'log:a' } ] }
                    REORDERS      | sort       | sort: { simple: '${body}' }
                    REORDERS      | claimCheck | claimCheck: { operation: Push }
                    HIDES_FAILURE | loadBalance | loadBalance: { roundRobinLoadBalancer: {}, steps: [ { to: 'log:a' } ] }
                    DROPS_UNSEEN  | sample     | sample: { samplePeriod: '1000' }
                    DROPS_UNSEEN  | idempotentConsumer | idempotentConsumer: { simple: '${body}', idempotentRepository: '#seen', steps: [ { to: 'log:a' } ] }
                    OWN_AGGREGATION | split    | split: { simple: '${body}', aggregationStrategy: '#mine', steps: [ { to: 'log:a' } ] }
                    OWN_AGGREGATION | aggregate | aggregate: { correlationExpression: { constant: a }, aggregationStrategy: '#mine', completionSize: 5, steps: [ { to: 'log:a' } ] }
                    TOUCHES_CARRIAGE | removeProperties | removeProperties: { pattern: '*' }
                    TOUCHES_CARRIAGE | removeProperty | removeProperty: { name: meilibridge.carriage }
                    CANNOT_FOLLOW | kamelet    | kamelet: { name: insert-field-action }
                    CANNOT_FOLLOW | kamelet    | to: 'kamelet:insert-field-action'
                    CANNOT_FOLLOW | routingSlip | routingSlip: { constant: 'log:a' }
                    CANNOT_FOLLOW | dynamicRouter | dynamicRouter: { constant: 'log:a' }
                    CANNOT_FOLLOW | toD        | toD: 'direct:${header.where}'
                    CANNOT_FOLLOW | toD        | toD: '${header.where}'
                    NO_SUCH_ROUTE | nowhere    | to: 'direct:nowhere'
                    """)
    void a_step_is_refused(String refusal, String named, String step) throws IOException {
        step(step);

        assertThat(faults())
                .singleElement()
                .satisfies(fault -> names(fault, refusal, named, "'sync-task'", "sync-task.yaml"));

        write("sync-task.yaml", template().replace(AFTER, AFTER + indented("to: 'direct:a'", 10)));
        linked("a", "        - to: 'direct:b'\n");
        linked(
                "b",
                indented("choice: { when: [ { simple: '${body}', steps: [", 8)
                        + "{ "
                        + step
                        + " } ] } ] }\n");

        assertThat(faults())
                .singleElement()
                .satisfies(fault -> names(fault, refusal, named, "route 'b'", "b.yaml"));
    }

    /// Which Camel takes at the top of a route alone.
    @ParameterizedTest
    @ValueSource(strings = {"saga: { steps: [ { to: 'log:a' } ] }", "transacted: {}"})
    void a_step_of_the_whole_route_is_refused(String step) throws IOException {
        step(step);

        assertThat(faults())
                .singleElement()
                .satisfies(fault -> names(fault, "HIDES_FAILURE", "'sync-task'"));
    }

    private static void names(String fault, String... words) {
        assertThat(fault).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    enrich: { constant: 'http://localhost:1/rows' }
                    enrich: { simple: 'http://localhost:1/rows/${header.id}' }
                    to: 'http://localhost:1/rows'
                    toD: 'http://localhost:1/rows/${header.id}'
                    filter: { simple: '${body}', steps: [ { stop: {} } ] }
                    choice: { when: [ { simple: '${body}', steps: [ { to: 'log:a' } ] } ], otherwise: { steps: [ { log: b } ] } }
                    log: { message: '${body}' }
                    setHeader: { name: a, simple: '${body}' }
                    setProperty: { name: a, simple: '${body}' }
                    removeProperty: { name: a }
                    removeProperties: { pattern: 'my.*' }
                    process: { ref: mine }
                    bean: { ref: mine, method: change }
                    transform: { simple: '${body}' }
                    script: { simple: '${body}' }
                    split: { simple: '${body}', steps: [ { script: { simple: '${body}' } } ] }
                    loop: { constant: '3', steps: [ { to: 'log:a' } ] }
                    delay: { constant: '10', asyncDelayed: false }
                    throttle: { constant: '5' }
                    validate: { simple: '${body}' }
                    throwException: { exceptionType: 'java.lang.IllegalStateException', message: a }
                    doTry: { steps: [ { to: 'http://localhost:1/rows' } ], doCatch: [ { exception: [ 'java.lang.Exception' ], steps: [ { log: a } ] } ], doFinally: { steps: [ { log: b } ] } }
                    to: 'direct:fine'
                    wireTap: { uri: 'direct:side', disabled: true }
                    """)
    void a_step_is_accepted(String step) throws IOException {
        linked("fine", "        - log: { message: a }\n");
        step(step);

        assertThat(faults()).isEmpty();
    }

    @Test
    void routes_that_no_change_comes_through_may_do_as_they_like() throws IOException {
        linked(
                "alerts",
                """
                        - wireTap: { uri: 'seda:there' }
                        - multicast: { steps: [ { to: 'log:a' } ] }
                """);
        linked(
                "dead-letter",
                """
                        - to: 'direct:alerts'
                """);

        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    aggregateController: "{{gatheringController}}" | completionSize: 5
                    executorService: "{{sendingThread}}"           | executorService: '#mine'
                    executorService: "{{sendingThread}}"           | parallelProcessing: true
                    aggregationStrategy: "{{gathering}}"           | aggregationStrategy: '#mine'
                    expression: "{{task}}"                         | expression: other
                    """)
    void the_aggregator_is_kept_as_it_is(String part, String by) throws IOException {
        replace(part, by);

        assertThat(faults()).singleElement().satisfies(fault -> names(fault, "OWN_AGGREGATION"));
    }

    @Test
    void an_aggregator_takes_no_parts_of_an_exchange() throws IOException {
        String text = template();
        int at = text.indexOf("          - aggregate:");
        String repeated =
                "          - split:\n              simple: '${body}'\n              steps:\n"
                        + text.substring(at).indent(6);
        write("sync-task.yaml", text.substring(0, at) + repeated);

        assertThat(faults()).singleElement().satisfies(fault -> names(fault, "REPEATED"));
    }

    @Test
    void a_template_that_delivers_nothing_is_refused() throws IOException {
        String text = template();
        write("sync-task.yaml", text.substring(0, text.indexOf("          - aggregate:")));

        assertThat(faults()).singleElement().satisfies(fault -> names(fault, "NOT_DELIVERED"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    errorHandler: { deadLetterChannel: { deadLetterUri: 'log:a' } }
                    errorHandler: { defaultErrorHandler: { redeliveryPolicy: { maximumRedeliveries: 3 } } }
                    errorHandler: { refErrorHandler: { ref: mine } }
                    """)
    void an_error_handler_that_hides_is_refused(String handler) throws IOException {
        replace("id: \"task-{{task}}\"\n", "id: \"task-{{task}}\"\n      " + handler + "\n");

        assertThat(faults()).singleElement().satisfies(fault -> names(fault, "HIDES_FAILURE"));
    }

    @Test
    void an_error_handler_that_hides_nothing_is_accepted() throws IOException {
        replace(
                "id: \"task-{{task}}\"\n",
                "id: \"task-{{task}}\"\n      errorHandler: { noErrorHandler: {} }\n");

        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HIDES_FAILURE | onException: { onException: { exception: [ 'java.lang.Exception' ], handled: { constant: 'true' }, steps: [ { log: a } ] } }
                    HIDES_FAILURE | intercept: { intercept: { steps: [ { log: a } ] } }
                    HIDES_FAILURE | interceptSendToEndpoint: { interceptSendToEndpoint: { uri: 'http*', steps: [ { log: a } ] } }
                    FANS_OUT      | onCompletion: { onCompletion: { steps: [ { log: a } ] } }
                    """)
    void what_holds_for_all_routes_is_refused(String refusal, String step) throws IOException {
        String content = step.substring(step.indexOf(' ') + 1);
        String inner = content.substring(1, content.length() - 1).strip();
        write(
                "all.yaml",
                "- routeConfiguration: { %s: [ { %s } ] }\n"
                        .formatted(step.substring(0, step.indexOf(':')), inner));

        assertThat(faults())
                .singleElement()
                .satisfies(fault -> names(fault, refusal, "routeConfiguration", "all.yaml"));
    }

    @Test
    void a_task_route_is_entered_by_ingest_alone() throws IOException {
        replace("uri: \"direct:{{task}}\"", "uri: \"seda:{{task}}\"");

        assertThat(faults())
                .singleElement()
                .satisfies(fault -> names(fault, "OTHER_THREAD", "'from'"));
    }

    @Test
    void the_other_built_in_files_are_held_to_it() throws IOException {
        String ingest = Files.readString(Path.of("routes/ingest.yaml"));
        write("ingest.yaml", ingest.replace("stopOnException: true", "parallelProcessing: true"));
        String meilisearch = Files.readString(Path.of("routes/meilisearch.yaml"));
        write(
                "meilisearch.yaml",
                meilisearch.replace(
                        "- throttle:", "- delay: { constant: '5' }\n        - throttle:"));

        assertThat(faults()).hasSize(2);
        assertThat(faults()).anySatisfy(fault -> names(fault, "'ingest'", "split"));
        assertThat(faults()).anySatisfy(fault -> names(fault, "'meilisearch'", "delay"));
    }
}
