package io.meilibridge.api;

import io.meilibridge.task.SourceRun;
import io.meilibridge.telemetry.capture.Captured;
import io.meilibridge.telemetry.capture.EventCapture;
import io.meilibridge.telemetry.capture.Wanted;
import io.meilibridge.telemetry.capture.Watcher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/// Looking closely: a source's state, single changes, and what the steps make of them.
@Path("/api/diagnostics/cdc")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Diagnostics", description = "A source and its changes, looked at closely.")
public class DiagnosticsResource {

    private static final int WATCHERS_MAX = 16;
    private static final int EVENTS_MAX = 100_000;

    /// How soon the end of a watcher's connection is noticed, and how long a slow one is waited for
    /// at a time.
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final long PAUSE_NANOS = 5_000_000;

    private final RunningBridge running;
    private final Diagnosing diagnosing;
    private final EventCapture capture;
    private final TestEvents testEvents;

    @Inject
    DiagnosticsResource(
            RunningBridge running,
            Diagnosing diagnosing,
            EventCapture capture,
            TestEvents testEvents) {
        this.running = running;
        this.diagnosing = diagnosing;
        this.capture = capture;
        this.testEvents = testEvents;
    }

    @GET
    @Operation(
            summary = "Show a source",
            description =
                    "The named one; else the first, and where there are several, all of them under"
                            + " `sources`.")
    @APIResponse(responseCode = "200", description = "How it is.")
    @APIResponse(responseCode = "404", description = "There is no such source.")
    public DiagnosticsView show(
            @Parameter(description = "The name of the source") @QueryParam("source")
                    @Nullable String name) {
        if (name != null) {
            return diagnosing.of(running.source(name), null);
        }
        List<SourceRun> sources = running.bridge().sources();
        if (sources.isEmpty()) {
            throw ApiException.ambiguousSource();
        }
        return diagnosing.of(
                sources.getFirst(),
                sources.size() == 1
                        ? null
                        : sources.stream().map(each -> diagnosing.of(each, null)).toList());
    }

    @POST
    @Path("capture")
    @Operation(
            summary = "Keep single changes for looking at",
            description =
                    "The newest `max_events`, and no more than 8 MiB of them: the pipeline waits for"
                            + " nobody who looks. What was kept before is forgotten.")
    @APIResponse(responseCode = "200", description = "What is kept.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(CaptureRequest.class)
    public CaptureView capture(@Nullable String body) {
        CaptureRequest request = JsonBody.read(body, CaptureRequest.class);
        if (request == null) {
            throw ApiException.unusable("the body", "expected {\"enabled\": …}, got none");
        }
        Integer asked = request.maxEvents();
        int max = asked == null ? capture.setting().eventsMax() : asked;
        if (max < 1 || max > EVENTS_MAX) {
            throw ApiException.unusable(
                    "'max_events'", "expected 1 to " + EVENTS_MAX + ", got " + max);
        }
        Wanted wanted = Tables.wanted(request.tables(), request.eventTypes());
        capture.set(new EventCapture.Setting(request.enabled(), wanted, max));
        return CaptureView.of(capture.setting());
    }

    @GET
    @Path("events")
    @Operation(summary = "Show the changes that were kept", description = "The oldest first.")
    @APIResponse(responseCode = "200", description = "The changes.")
    public CapturedEventsView events(
            @Parameter(description = "`row` (the default), or `event` as steps of routes see it")
                    @QueryParam("format")
                    @Nullable String format) {
        CapturedForm form = CapturedForm.named(format);
        return new CapturedEventsView(
                capture.events().stream().map(Captured::change).map(form::of).toList(),
                capture.total());
    }

    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Watch changes as they come",
            description = "One server-sent event for each. Who does not keep up misses the oldest.")
    @APIResponse(
            responseCode = "200",
            description = "The changes.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = CapturedView.class)))
    @APIResponse(responseCode = "409", description = "Too many watch already.")
    public Multi<Object> stream(
            @Parameter(description = "Tables, parted by commas") @QueryParam("tables")
                    @Nullable String tables,
            @Parameter(description = "Event types, parted by commas") @QueryParam("event_types")
                    @Nullable String eventTypes,
            @Parameter(description = "`row` (the default), or `event` as steps of routes see it")
                    @QueryParam("format")
                    @Nullable String format) {
        CapturedForm form = CapturedForm.named(format);
        Wanted wanted = Tables.wanted(Tables.parts(tables), Tables.parts(eventTypes));
        if (capture.watchers() >= WATCHERS_MAX) {
            throw ApiException.tooManyWatchers(WATCHERS_MAX);
        }
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Watcher watcher = capture.watch(wanted);
                            emitter.onTermination(watcher::close);
                            Thread.ofVirtual()
                                    .name("event-watcher")
                                    .start(() -> pass(watcher, form, emitter));
                        },
                        BackPressureStrategy.ERROR);
    }

    private static void pass(Watcher watcher, CapturedForm form, MultiEmitter<Object> to) {
        try (watcher) {
            while (!to.isCancelled()) {
                if (to.requested() == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    continue;
                }
                Captured next = watcher.next(LOOK);
                if (next != null) {
                    to.emit(form.of(next.change()));
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unusable) {
            to.fail(unusable);
        }
    }

    @POST
    @Path("test-event")
    @Operation(
            summary = "See what the steps make of a made-up change",
            description =
                    "It runs through the steps of each task of its table, from filter to mapping."
                            + " Nothing is sent, unless that is asked for.")
    @APIResponse(responseCode = "200", description = "What would be, or is, sent.")
    @APIResponse(responseCode = "400", description = "It is no change of a task's table.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(TestEventRequest.class)
    public TestEventView testEvent(
            @Parameter(
                            description =
                                    "Send it too, in order with the stream; answers when it is"
                                            + " indexed")
                    @QueryParam("deliver")
                    boolean deliver,
            @Nullable String body)
            throws InterruptedException {
        TestEventRequest request = JsonBody.read(body, TestEventRequest.class);
        if (request == null) {
            throw ApiException.unusable("the body", "expected {\"table\": …}, got none");
        }
        return testEvents.run(request, deliver);
    }
}
