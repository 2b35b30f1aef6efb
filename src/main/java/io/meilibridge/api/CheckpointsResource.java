package io.meilibridge.api;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.task.SyncTask;
import io.meilibridge.telemetry.status.StatusBoard;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/// How far each sync task is settled.
@Path("/api/checkpoints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Checkpoints", description = "How far each sync task is settled.")
public class CheckpointsResource {

    private final RunningBridge running;
    private final StatusBoard board;
    private final Placing placing;

    @Inject
    CheckpointsResource(RunningBridge running, StatusBoard board, Placing placing) {
        this.running = running;
        this.board = board;
        this.placing = placing;
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

    @GET
    @Path("export")
    @Operation(summary = "Get all checkpoints as a file", description = "As import takes them.")
    @APIResponse(responseCode = "200", description = "The checkpoints.")
    public RestResponse<Map<String, List<CheckpointView>>> export() {
        return ResponseBuilder.ok(list())
                .header("Content-Disposition", "attachment; filename=\"checkpoints.json\"")
                .build();
    }

    @POST
    @Path("import")
    @Operation(
            summary = "Set checkpoints to those of a file",
            description =
                    "All of them, or none: refused when one of them is of no task, is set twice, lies"
                            + " outside the WAL that the slot can still send, or would skip changes.")
    @APIResponse(responseCode = "200", description = "The checkpoints.")
    @APIResponse(responseCode = "404", description = "One of them is of no task.")
    @APIResponse(responseCode = "409", description = "One of the positions cannot be taken.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(CheckpointFile.class)
    public Map<String, List<CheckpointView>> importFile(
            @Parameter(description = "Skip changes of paused tasks") @QueryParam("force")
                    boolean force,
            @Nullable String body) {
        CheckpointFile file = JsonBody.read(body, CheckpointFile.class);
        List<@Nullable CheckpointEntry> entries = file == null ? null : file.checkpoints();
        if (entries == null || entries.isEmpty()) {
            throw ApiException.unusable("the body", "expected checkpoints, got none");
        }
        placing.place(entries, force);
        return list();
    }

    @PUT
    @Path("{task}")
    @Operation(
            summary = "Set a task to a position",
            description =
                    "The end LSN of a commit. Back, the stream is opened anew and the changes since"
                            + " come again; forward, they are skipped, which needs a paused task and"
                            + " `force`.")
    @APIResponse(responseCode = "200", description = "The checkpoint.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    @APIResponse(responseCode = "409", description = "The position cannot be taken.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(PositionRequest.class)
    public CheckpointView place(
            @PathParam("task") String id,
            @Parameter(description = "Skip the changes of a paused task") @QueryParam("force")
                    boolean force,
            @Nullable String body) {
        SyncTask task = running.task(id);
        PositionRequest request = JsonBody.read(body, PositionRequest.class);
        if (request == null) {
            throw ApiException.unusable("the body", "expected {\"lsn\": …}, got none");
        }
        placing.place(
                List.of(
                        new CheckpointEntry(
                                task.id(), request.lsn(), request.xid(), null, null, 0)),
                force);
        return one(id);
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
