package io.meilibridge.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/// Says in the description of every operation on the pipeline how it is answered while there is
/// none: as [RunningBridge] does.
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class NotRunningResponse implements OASFilter {

    private static final String PREFIX = "/api/";

    @Override
    public void filterOpenAPI(OpenAPI description) {
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) -> {
                    if (path.startsWith(PREFIX)) {
                        item.getOperations().values().forEach(NotRunningResponse::add);
                    }
                });
    }

    private static void add(Operation operation) {
        operation
                .getResponses()
                .addAPIResponse(
                        "503", problem("The pipeline does not run; code and detail say why."));
    }

    static APIResponse problem(String description) {
        Content problem =
                OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(
                                                OASFactory.createSchema()
                                                        .ref("#/components/schemas/Problem")));
        return OASFactory.createAPIResponse().description(description).content(problem);
    }
}
