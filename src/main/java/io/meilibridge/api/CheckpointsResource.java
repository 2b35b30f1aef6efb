package io.meilibridge.api;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.task.SyncTask;
import io.meilibridge.telemetry.status.StatusBoard;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/// How far each sync task is settled.
@Path("/api/checkpoints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Checkpoints", description = "How far each sync task is settled.")
public class CheckpointsResource {

    private final RunningBridge running;
    private final StatusBoard board;

    @Inject
    CheckpointsResource(RunningBridge running, StatusBoard board) {
        this.running = running;
        this.board = board;
    }

    @GET
    @Operation(summary = "List the checkpoints")
    @APIResponse(
            responseCode = "200",
            description = "Those of tasks whose source has streamed since the start.")
    public Map<String, List<CheckpointView>> list() {
        return Map.of(
                "checkpoints",
                running.bridge().tasks().stream()
                        .map(board::checkpoint)
                        .flatMap(Optional::stream)
                        .map(CheckpointView::of)
                        .toList());
    }

    @GET
    @Path("{task}")
    @Operation(summary = "Show a task's checkpoint")
    @APIResponse(responseCode = "200", description = "The checkpoint.")
    @APIResponse(responseCode = "404", description = "There is no such task, or it has none yet.")
    public CheckpointView one(@PathParam("task") String id) {
        SyncTask task = running.task(id);
        Optional<Checkpoint> checkpoint = board.checkpoint(task);
        return CheckpointView.of(checkpoint.orElseThrow(() -> ApiException.noCheckpoint(id)));
    }

    @DELETE
    @Path("{task}")
    @ResponseStatus(202)
    @Operation(
            summary = "Start a task over",
            description =
                    "Its table is read as a whole. A source that is stopped because slot, store or"
                            + " position are lost begins anew once that was asked for each of its"
                            + " tasks.")
    @APIResponse(responseCode = "202", description = "The full sync that is ordered.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    public JobView startOver(@PathParam("task") String id) {
        return JobView.of(running.startOver(running.task(id), null));
    }
}
