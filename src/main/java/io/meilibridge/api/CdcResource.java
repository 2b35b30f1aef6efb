package io.meilibridge.api;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.SyncTask;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// Change data capture as a whole: the sources, and holding all tasks at once.
@Path("/api/cdc")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Change data capture", description = "The sources, their slots and publications.")
public class CdcResource {

    private static final FullSyncRequest SWAP = new FullSyncRequest("swap", null, null, null);

    private final RunningBridge running;
    private final Views views;

    @Inject
    CdcResource(RunningBridge running, Views views) {
        this.running = running;
        this.views = views;
    }

    @GET
    @Path("status")
    @Operation(
            summary = "Show all sources and sync tasks",
            description = "With status, slot, publication, tables, lag and positions.")
    @APIResponse(responseCode = "200", description = "How all of it is.")
    public CdcStatus status() {
        return views.of(running.bridge());
    }

    @POST
    @Path("pause-all")
    @Operation(
            summary = "Hold every sync task",
            description =
                    "The slots are kept, and with them the WAL: what happens meanwhile comes after"
                            + " resume. Holds over restarts.")
    @APIResponse(responseCode = "200", description = "How all of it is.")
    public CdcStatus pauseAll() {
        Bridge bridge = running.bridge();
        eachTask(bridge, SyncTask::pause);
        return views.of(bridge);
    }

    @POST
    @Path("resume-all")
    @Operation(
            summary = "Let every paused sync task go on",
            description = "A task that a fault has stopped stays so; it is tried again by retry.")
    @APIResponse(responseCode = "200", description = "How all of it is.")
    public CdcStatus resumeAll() {
        Bridge bridge = running.bridge();
        eachTask(bridge, SyncTask::resume);
        return views.of(bridge);
    }

    /// Every one, also where it cannot be stored of one of them.
    private static void eachTask(Bridge bridge, Consumer<SyncTask> action) {
        CheckpointException unstored = null;
        for (SyncTask task : bridge.tasks()) {
            try {
                action.accept(task);
            } catch (CheckpointException fault) {
                unstored = fault;
            }
        }
        if (unstored != null) {
            throw unstored;
        }
    }

    @POST
    @Path("rebuild-slot")
    @ResponseStatus(202)
    @Operation(
            summary = "Make a source's slot anew and read all its tables as a whole",
            description =
                    "A slot that is lost is dropped; one that could still be read only when"
                            + " `confirm` is true.")
    @APIResponse(responseCode = "202", description = "The full syncs that are ordered.")
    @APIResponse(responseCode = "404", description = "There is no such source.")
    @APIResponse(responseCode = "409", description = "The slot is not lost, and nobody confirmed.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(RebuildRequest.class)
    public List<JobView> rebuildSlot(@Nullable String body) {
        RebuildRequest request = JsonBody.read(body, RebuildRequest.class);
        SourceRun source = running.source(request == null ? null : request.source());
        boolean lost =
                source.state() instanceof SourceState.Stopped stopped
                        && stopped.fault().code().losesPosition();
        if (!lost && (request == null || !request.confirm())) {
            throw ApiException.slotInUse(source.plan().slot());
        }
        List<JobView> jobs =
                source.tasks().stream()
                        .map(task -> JobView.of(running.orderFullSync(task, SWAP)))
                        .toList();
        source.rebuildSlot();
        return jobs;
    }

    @POST
    @Path("retry")
    @Operation(
            summary = "Try again a source that has stopped, or waits to be tried",
            description = "Does nothing to a source that streams.")
    @APIResponse(responseCode = "200", description = "The source.")
    @APIResponse(responseCode = "400", description = "There are several, and none is named.")
    @APIResponse(responseCode = "404", description = "There is no such source.")
    public SourceView retry(
            @Parameter(description = "The name of the source; may be left out with one alone")
                    @QueryParam("source")
                    @Nullable String name) {
        SourceRun source = running.source(name);
        source.retry();
        return views.of(source);
    }
}
