package io.meilibridge.api;

import io.meilibridge.task.RowResync;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.Verification;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// The sync tasks: what they do, and holding them.
@Path("/api/sync-tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sync tasks", description = "Each brings the rows of a table into an index.")
public class SyncTasksResource {

    private static final String DEFINITION =
            """
            {"id": "products", "table": "public.products", "index": "products",
             "filter": {"conditions": [{"field": "price", "op": "greater_than", "value": 0}]}}\
            """;

    private static final Duration RESYNC_LIMIT = Duration.ofSeconds(60);

    private final RunningBridge running;
    private final Views views;
    private final Defining defining;

    @Inject
    SyncTasksResource(RunningBridge running, Views views, Defining defining) {
        this.running = running;
        this.views = views;
        this.defining = defining;
    }

    @GET
    @Operation(
            summary = "List the sync tasks",
            description = "With state, counts, lag, last error and checkpoint of each.")
    @APIResponse(responseCode = "200", description = "All of them, in the configuration's order.")
    public List<TaskView> list() {
        return running.bridge().tasks().stream().map(views::of).toList();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show one sync task")
    @APIResponse(responseCode = "200", description = "The task.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    public TaskView one(@PathParam("id") String id) {
        return views.of(running.task(id));
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Define a sync task",
            description =
                    "With the keys of an item of `sync_tasks`. It is kept in the store, over"
                            + " restarts; the configuration stays as it is. The pipeline is built"
                            + " again: changes wait for a moment, and none is lost.")
    @APIResponse(responseCode = "201", description = "The task, and what follows.")
    @APIResponse(responseCode = "400", description = "The definition is faulty.")
    @APIResponse(
            responseCode = "409",
            description = "There is such a task, or its table cannot be followed.")
    @Consumes(MediaType.WILDCARD)
    @RequestBody(content = @Content(example = DEFINITION))
    public DefinedView create(@Nullable String body) throws InterruptedException {
        return defining.create(body);
    }

    @PUT
    @Path("{id}")
    @Operation(
            summary = "Change a sync task",
            description =
                    "All of its definition is replaced. Where that alters documents the table is"
                            + " read as a whole, if `on_change` says so.")
    @APIResponse(responseCode = "200", description = "The task, and what follows.")
    @APIResponse(responseCode = "400", description = "The definition is faulty.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    @APIResponse(responseCode = "409", description = "Its table cannot be followed.")
    @Consumes(MediaType.WILDCARD)
    @RequestBody(content = @Content(example = DEFINITION))
    public DefinedView change(@PathParam("id") String id, @Nullable String body)
            throws InterruptedException {
        return defining.change(id, body);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Remove a sync task",
            description =
                    "Its index keeps its documents. A configured task stays removed until it is"
                            + " defined again, or reverted.")
    @APIResponse(responseCode = "204", description = "It is gone, or as it is configured.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    @APIResponse(responseCode = "409", description = "Nothing was defined that could be reverted.")
    public void delete(
            @PathParam("id") String id,
            @Parameter(
                            description =
                                    "Forget what was defined of it at run time instead: what is"
                                            + " configured counts again")
                    @QueryParam("revert")
                    boolean revert)
            throws InterruptedException {
        defining.delete(id, revert);
    }

    @POST
    @Path("{id}/pause")
    @Operation(
            summary = "Hold a sync task",
            description =
                    "The other tasks go on. Nothing is lost: what happens meanwhile comes after"
                            + " resume. Holds over restarts. Does nothing to a task that is held"
                            + " already.")
    @APIResponse(responseCode = "200", description = "The task.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    public TaskView pause(@PathParam("id") String id) {
        SyncTask task = running.task(id);
        task.pause();
        return views.of(task);
    }

    @POST
    @Path("{id}/resume")
    @Operation(
            summary = "Let a paused sync task go on",
            description = "Does nothing to a task that is not paused.")
    @APIResponse(responseCode = "200", description = "The task.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    public TaskView resume(@PathParam("id") String id) {
        SyncTask task = running.task(id);
        task.resume();
        return views.of(task);
    }

    @POST
    @Path("{id}/full-sync")
    @ResponseStatus(202)
    @Operation(
            summary = "Read a task's table as a whole",
            description =
                    "While its changes go on. One of the task that is not at its end is canceled."
                            + " GET /api/jobs/{id} shows how far it is.")
    @APIResponse(responseCode = "202", description = "It is ordered.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(FullSyncRequest.class)
    public JobView fullSync(@PathParam("id") String id, @Nullable String body) {
        FullSyncRequest request = JsonBody.read(body, FullSyncRequest.class);
        return JobView.of(running.startOver(running.task(id), request));
    }

    @POST
    @Path("{id}/resync-rows")
    @ResponseStatus(202)
    @Operation(
            summary = "Read single rows of a task again",
            description =
                    "By the ids of their documents, in order with the stream: a document whose row"
                            + " is gone is deleted. Answers when that is indexed.")
    @APIResponse(responseCode = "202", description = "What became of them.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(ResyncRowsRequest.class)
    public ResyncRowsView resyncRows(@PathParam("id") String id, @Nullable String body)
            throws InterruptedException {
        SyncTask task = running.task(id);
        ResyncRowsRequest request = JsonBody.read(body, ResyncRowsRequest.class);
        List<String> ids = request == null ? null : request.ids();
        if (ids == null || ids.isEmpty() || ids.stream().anyMatch(Objects::isNull)) {
            throw ApiException.unusable("'ids'", "expected ids of documents, got none");
        }
        SourceRun source = running.source(task.definition().source());
        return ResyncRowsView.of(
                new RowResync(source.fullSyncs(), source.plan().connections())
                        .run(task, ids, RESYNC_LIMIT));
    }

    @POST
    @Path("{id}/verify")
    @Operation(
            summary = "Compare a task's index with its table",
            description =
                    "By key and content, while both change; reads all of the table and of the"
                            + " index, so it takes a while.")
    @APIResponse(responseCode = "200", description = "What differs.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    public VerificationView verify(
            @PathParam("id") String id,
            @Parameter(description = "Read the rows of what differs again") @QueryParam("repair")
                    boolean repair)
            throws InterruptedException {
        SyncTask task = running.task(id);
        SourceRun source = running.source(task.definition().source());
        return VerificationView.of(new Verification(source, task).run(repair));
    }

    @POST
    @Path("{id}/retry")
    @Operation(
            summary = "Try again a sync task that a fault has stopped",
            description = "From its checkpoint. Does nothing to a task that is not stopped.")
    @APIResponse(responseCode = "200", description = "The task.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    public TaskView retry(@PathParam("id") String id) {
        SyncTask task = running.task(id);
        task.retry();
        return views.of(task);
    }
}
