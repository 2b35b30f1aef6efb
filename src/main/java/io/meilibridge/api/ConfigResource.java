package io.meilibridge.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The configuration.
@Path("/api/config")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Configuration", description = "What the service was told.")
public class ConfigResource {

    private final Reloading reloading;
    private final Differences differences;

    @Inject
    ConfigResource(Reloading reloading, Differences differences) {
        this.reloading = reloading;
        this.differences = differences;
    }

    @GET
    @Operation(
            summary = "Show what was defined at run time",
            description = "By how much the tasks that run differ from those that are configured.")
    @APIResponse(responseCode = "200", description = "The differences.")
    public ConfigView differences() {
        return differences.view();
    }

    @POST
    @Path("reload")
    @Operation(
            summary = "Read the configuration again",
            description =
                    "What can change while the service runs does; what cannot is named. A faulty"
                            + " configuration changes nothing.")
    @APIResponse(responseCode = "200", description = "What changed, and what takes a restart.")
    @APIResponse(responseCode = "409", description = "The configuration is faulty.")
    public ReloadView reload() {
        return reloading.reload();
    }
}
