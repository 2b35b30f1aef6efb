package io.meilibridge.api;

import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Change data capture as a whole: the sources, and holding all tasks at once.
@Path("/api/cdc")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Change data capture", description = "The sources, their slots and publications.")
public class CdcResource {

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
                            + " resume.")
    @APIResponse(responseCode = "200", description = "How all of it is.")
    public CdcStatus pauseAll() {
        Bridge bridge = running.bridge();
        bridge.tasks().forEach(SyncTask::pause);
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
        bridge.tasks().forEach(SyncTasksResource::resume);
        return views.of(bridge);
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
