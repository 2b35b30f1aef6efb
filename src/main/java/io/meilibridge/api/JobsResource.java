package io.meilibridge.api;

import io.meilibridge.task.FullSyncJob;
import io.meilibridge.task.FullSyncs;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Full syncs: watching and canceling them.
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Full syncs", description = "Tables read as a whole, beside the stream.")
public class JobsResource {

    private final RunningBridge running;

    @Inject
    JobsResource(RunningBridge running) {
        this.running = running;
    }

    @GET
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
    @Path("{id}")
    @Operation(summary = "Show one full sync")
    @APIResponse(responseCode = "200", description = "The full sync.")
    @APIResponse(responseCode = "404", description = "There is no such one.")
    public JobView one(@PathParam("id") String id) {
        return JobView.of(job(id).job());
    }

    @DELETE
    @Path("{id}")
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
