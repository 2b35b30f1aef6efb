package io.meilibridge.camel.way;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/// One file of routes as it was read: its definitions, of which nothing is built yet.
public final class RouteFile {

    private final String location;
    private final RouteConfigurationBuilder builder;

    private RouteFile(String location, RouteConfigurationBuilder builder) {
        this.location = location;
        this.builder = builder;
    }

    /// Reads a file.
    ///
    /// @param location as Camel's resources have it, such as `file:routes/settle.yaml`
    /// @throws Exception what Camel says of the file, which names the place
    public static RouteFile read(CamelContext camel, String location) throws Exception {
        Resource resource = ResourceHelper.resolveResource(camel, location);
        for (RoutesBuilder each :
                PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resource)) {
            if (each instanceof RouteConfigurationBuilder builder) {
                builder.setCamelContext(camel);
                builder.addRouteConfigurationsToCamelContext(camel);
                builder.configureRoutes(camel);
                return new RouteFile(location, builder);
            }
        }
        throw new IllegalArgumentException("The file holds no routes.");
    }

    public String location() {
        return location;
    }

    RoutesDefinition routes() {
        return builder.getRouteCollection();
    }

    List<RouteTemplateDefinition> templates() {
        return builder.getRouteTemplateCollection().getRouteTemplates();
    }

    List<RouteConfigurationDefinition> configurations() {
        return builder.getRouteConfigurationCollection().getRouteConfigurations();
    }

    /// Builds what was read, and starts its routes where the context runs.
    public void addTo(CamelContext camel) throws Exception {
        camel.addRoutes(builder);
        builder.addTemplatedRoutesToCamelContext(camel);
    }
}
