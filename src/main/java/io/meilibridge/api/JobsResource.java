package io.meilibridge.api;

import io.meilibridge.task.FullSyncJob;
import io.meilibridge.task.FullSyncs;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// Full syncs: ordering, watching and canceling them.
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Full syncs", description = "Tables read as a whole, beside the stream.")
public class JobsResource {

    private final RunningBridge running;

    @Inject
    JobsResource(RunningBridge running) {
        this.running = running;
    }

    @GET
    @Path("jobs")
    @Operation(
            summary = "List full syncs",
            description =
                    "Those that run or wait, and the last hundred that ended since the start.")
    @APIResponse(responseCode = "200", description = "In the order in which they were ordered.")
    public List<JobView> list() {
        return running.bridge().sources().stream()
                .flatMap(source -> source.fullSyncs().jobs().stream())
                .map(JobView::of)
                .toList();
    }

    @GET
    @Path("jobs/{id}")
    @Operation(summary = "Show one full sync")
    @APIResponse(responseCode = "200", description = "The full sync.")
    @APIResponse(responseCode = "404", description = "There is no such one.")
    public JobView one(@PathParam("id") String id) {
        return JobView.of(job(id).job());
    }

    @DELETE
    @Path("jobs/{id}")
    @Operation(
            summary = "Cancel a full sync",
            description =
                    "What was indexed stays, what was not read is missing until another full sync."
                            + " Does nothing to one that has ended.")
    @APIResponse(responseCode = "200", description = "The full sync.")
    @APIResponse(responseCode = "404", description = "There is no such one.")
    public JobView cancel(@PathParam("id") String id) {
        Known known = job(id);
        known.syncs().cancel(known.job());
        return JobView.of(known.job());
    }

    @POST
    @Path("sync-tasks/{id}/full-sync")
    @ResponseStatus(202)
    @Operation(
            summary = "Read a task's table as a whole",
            description =
                    "While its changes go on. One of the task that is not at its end is canceled.")
    @APIResponse(responseCode = "202", description = "It is ordered.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    public JobView fullSync(@PathParam("id") String id, @Nullable FullSyncRequest request) {
        return JobView.of(running.orderFullSync(running.task(id), request));
    }

    @POST
    @Path("v1/tasks/full-sync")
    @ResponseStatus(202)
    @Operation(
            summary = "Read the tables of all tasks as a whole",
            description = "One after the other within a source, while their changes go on.")
    @APIResponse(responseCode = "202", description = "They are ordered.")
    public List<JobView> fullSyncOfAll(@Nullable FullSyncRequest request) {
        return running.bridge().tasks().stream()
                .map(task -> JobView.of(running.orderFullSync(task, request)))
                .toList();
    }

    private record Known(FullSyncs syncs, FullSyncJob job) {}

    private Known job(String id) {
        return running.bridge().sources().stream()
                .flatMap(source ->
                        source.fullSyncs().job(id).stream()
                                .map(job -> new Known(source.fullSyncs(), job)))
                .findFirst()
                .orElseThrow(() -> ApiException.unknownJob(id));
    }
}
