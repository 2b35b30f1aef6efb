package io.meilibridge.api;

import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceRun;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// All sync tasks at once, where users of the first MeiliBridge look for it.
@Path("/api/v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Full syncs", description = "Tables read as a whole, beside the stream.")
public class AllTasksResource {

    private final RunningBridge running;

    @Inject
    AllTasksResource(RunningBridge running) {
        this.running = running;
    }

    @POST
    @Path("full-sync")
    @ResponseStatus(202)
    @Operation(
            summary = "Read the tables of all tasks as a whole",
            description =
                    "One after the other within a source, while their changes go on. A source that"
                            + " is stopped because slot, store or position are lost begins anew: at"
                            + " the position of the configured slot, which is made where it is"
                            + " missing.")
    @APIResponse(responseCode = "202", description = "They are ordered.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(FullSyncRequest.class)
    public List<JobView> fullSync(@Nullable String body) {
        FullSyncRequest request = JsonBody.read(body, FullSyncRequest.class);
        Bridge bridge = running.bridge();
        List<JobView> jobs =
                bridge.tasks().stream()
                        .map(task -> JobView.of(running.orderFullSync(task, request)))
                        .toList();
        bridge.sources().forEach(SourceRun::beginAnewIfOrdered);
        return jobs;
    }
}
