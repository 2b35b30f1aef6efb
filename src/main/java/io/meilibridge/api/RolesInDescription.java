package io.meilibridge.api;

import io.meilibridge.api.access.Needs;
import io.meilibridge.config.settings.Role;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/// Says in the description of every operation which role it needs.
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class RolesInDescription implements OASFilter {

    private static final String SCHEME = "token";

    @Override
    public void filterOpenAPI(OpenAPI description) {
        description
                .getComponents()
                .addSecurityScheme(
                        SCHEME,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "With `api.auth.enabled`: one of `api.auth.tokens`, or a"
                                                + " JSON Web Token signed with"
                                                + " `api.auth.jwt_secret`."));
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations()
                                .forEach((method, operation) ->
                                        add(operation, Needs.of(method.name(), path, false))));
    }

    private static void add(Operation operation, @Nullable Role needed) {
        if (needed == null) {
            return;
        }
        String role = needed.name().toLowerCase(Locale.ROOT);
        String text = Objects.requireNonNullElse(operation.getDescription(), "");
        operation
                .description((text + " Needs the role `" + role + "`.").strip())
                .security(List.of(OASFactory.createSecurityRequirement().addScheme(SCHEME)));
        operation
                .getResponses()
                .addAPIResponse("401", NotRunningResponse.problem("The token is missing or wrong."))
                .addAPIResponse("403", NotRunningResponse.problem("The token's role is another."));
    }
}
