package io.meilibridge.camel;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;

/// Takes everything out of Camel that a pipeline has put there, so that another can be built.
final class RouteRemoval {

    private static final System.Logger LOG = System.getLogger(RouteRemoval.class.getName());

    private RouteRemoval() {}

    /// What the pipeline had under way has come to its end, or comes again.
    static void run(CamelContext camel) {
        for (Route route : List.copyOf(camel.getRoutes())) {
            remove(camel, route.getRouteId());
        }
        try {
            ModelCamelContext model =
                    camel.getCamelContextExtension().getContextPlugin(ModelCamelContext.class);
            model.removeRouteDefinitions(List.copyOf(model.getRouteDefinitions()));
            model.removeRouteTemplateDefinitions("*");
            for (var configuration : List.copyOf(model.getRouteConfigurationDefinitions())) {
                model.removeRouteConfiguration(configuration);
            }
            camel.removeEndpoints("*");
            camel.removeComponent(SlotComponent.SCHEME);
        } catch (Exception failure) {
            LOG.log(System.Logger.Level.WARNING, "Camel keeps a part of the routes", failure);
        }
    }

    private static void remove(CamelContext camel, String route) {
        try {
            camel.getRouteController().stopRoute(route, 1, TimeUnit.SECONDS);
            camel.removeRoute(route);
        } catch (Exception failure) {
            LOG.log(System.Logger.Level.WARNING, "route ''" + route + "'' does not stop", failure);
        }
    }
}
