package io.meilibridge.camel.way;

import io.meilibridge.fault.Failpoints;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ErrorHandlerDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.jspecify.annotations.Nullable;

/// Follows the way of the changes from each template that a source or a task has an instance of,
/// and that of their settlement, through every `direct:` they lead to. Routes that no change comes
/// through, such as those of alerts, may do as they like.
public final class WayCheck {

    private static final String DIRECT = "direct:";
    private static final String INGEST = "ingest";
    private static final String TO_TASKS = "direct:${exchangeProperty.task}";
    private static final String SETTLE = "settle";

    private final Set<String> faults = new LinkedHashSet<>();
    private final Map<String, Way> routes = new HashMap<>();
    private final Map<String, Way> templates = new HashMap<>();
    private final List<RouteFile> files;

    /// A route and the file it stands in.
    private record Way(RouteFile file, String name, RouteDefinition route, boolean isTemplate) {}

    private WayCheck(List<RouteFile> files) {
        this.files = files;
        for (RouteFile file : files) {
            for (RouteDefinition route : file.routes().getRoutes()) {
                String name = "route '" + route.getId() + "'";
                routes.put(target(from(route)), new Way(file, name, route, false));
            }
            for (RouteTemplateDefinition template : file.templates()) {
                String name = "template '" + template.getId() + "'";
                templates.put(template.getId(), new Way(file, name, template.getRoute(), true));
            }
        }
    }

    /// Every fault, one text each; none when all is well.
    ///
    /// @param taskTemplates the templates that sync tasks name; those that no file has are left to
    ///   others to tell
    public static List<String> faults(List<RouteFile> files, Set<String> taskTemplates) {
        if (Failpoints.on("no-way-check")) {
            return List.of();
        }
        WayCheck check = new WayCheck(files);
        check.configurations();
        Way ingest = check.templates.get(INGEST);
        if (ingest != null) {
            check.follow(ingest);
        }
        Way settle = check.routes.get(SETTLE);
        if (settle != null) {
            check.follow(settle);
        }
        for (String name : taskTemplates) {
            Way way = check.templates.get(name);
            if (way != null && !check.follow(way)) {
                check.faults.add(Refusal.NOT_DELIVERED.text(way.file.location(), way.name, ""));
            }
        }
        return List.copyOf(check.faults);
    }

    private static String from(RouteDefinition route) {
        return route.getInput() == null ? "" : String.valueOf(route.getInput().getEndpointUri());
    }

    private void configurations() {
        for (RouteFile file : files) {
            for (RouteConfigurationDefinition each : file.configurations()) {
                ErrorHandlerDefinition handler = each.getErrorHandler();
                String name = "routeConfiguration '" + each.getId() + "'";
                if (handler != null) {
                    add(StepRules.ofErrorHandler(handler.getErrorHandlerType()), file, name, "");
                }
                refuseAll(
                        file,
                        name,
                        Stream.of(
                                        each.getOnExceptions(),
                                        each.getOnCompletions(),
                                        each.getIntercepts(),
                                        each.getInterceptFroms(),
                                        each.getInterceptSendTos())
                                .flatMap(List::stream));
            }
        }
    }

    private void refuseAll(
            RouteFile file, String name, Stream<? extends ProcessorDefinition<?>> steps) {
        steps.forEach(step -> add(StepRules.of(step), file, name, told(step)));
    }

    /// @return whether the way reaches an aggregator, if only one that is refused
    private boolean follow(Way way) {
        Walk walk = new Walk();
        walk.route(way, false);
        return walk.gathers;
    }

    private void add(@Nullable Refusal refusal, RouteFile file, String name, String step) {
        if (refusal != null) {
            faults.add(refusal.text(file.location(), name, step));
        }
    }

    private static String told(ProcessorDefinition<?> step) {
        String label = step.getLabel();
        String name = step.getShortName();
        return "'" + (label == null || label.equals(name) ? name : name + " " + label) + "'";
    }

    /// The name behind `direct:`.
    private static String target(String uri) {
        if (!uri.startsWith(DIRECT)) {
            return "";
        }
        String name = uri.substring(DIRECT.length());
        int options = name.indexOf('?');
        name = options < 0 ? name : name.substring(0, options);
        return name.startsWith("//") ? name.substring(2) : name;
    }

    /// One way from its begin, with all that it leads to.
    private final class Walk {

        private final Set<String> seen = new HashSet<>();
        private boolean delivers;
        private boolean gathers;

        /// @param parts whether it is entered with parts or copies of the changes
        void route(Way way, boolean parts) {
            if (!seen.add(way.name + parts)) {
                return;
            }
            add(StepRules.ofEndpoint(from(way.route)), way.file, way.name, "'from'");
            add(handler(way.route), way.file, way.name, "'errorHandler'");
            wholeFile(way);
            steps(way, way.route.getOutputs(), parts);
        }

        private @Nullable Refusal handler(RouteDefinition route) {
            if (route.getErrorHandlerRef() != null) {
                return Refusal.HIDES_FAILURE;
            }
            return StepRules.ofErrorHandler(route.getErrorHandlerFactory());
        }

        private void wholeFile(Way way) {
            RoutesDefinition all = way.file.routes();
            add(
                    StepRules.ofErrorHandler(all.getErrorHandlerFactory()),
                    way.file,
                    way.name,
                    "'errorHandler'");
            refuseAll(
                    way.file,
                    way.name,
                    Stream.of(
                                    all.getOnExceptions(),
                                    all.getOnCompletions(),
                                    all.getIntercepts(),
                                    all.getInterceptFroms(),
                                    all.getInterceptSendTos())
                            .flatMap(List::stream));
        }

        private void steps(Way way, List<ProcessorDefinition<?>> steps, boolean parts) {
            for (ProcessorDefinition<?> step : steps) {
                if (Boolean.parseBoolean(step.getDisabled())) {
                    continue;
                }
                Refusal refusal = StepRules.of(step);
                add(refusal, way.file, way.name, told(step));
                if (refusal == null) {
                    endpoint(way, step, parts);
                }
                if (step instanceof AggregateDefinition aggregate) {
                    aggregate(way, aggregate, parts);
                }
                boolean repeats = step instanceof SplitDefinition || step instanceof LoopDefinition;
                boolean behind = step instanceof AggregateDefinition;
                steps(way, step.getOutputs(), !behind && (parts || repeats));
            }
        }

        private void aggregate(Way way, AggregateDefinition aggregate, boolean parts) {
            boolean isOurs = BatchRules.isOurs(aggregate) && way.isTemplate;
            Refusal refusal =
                    delivers || !isOurs ? Refusal.OWN_AGGREGATION : parts ? Refusal.REPEATED : null;
            add(refusal, way.file, way.name, told(aggregate));
            delivers |= isOurs;
            gathers = true;
        }

        private void endpoint(Way way, ProcessorDefinition<?> step, boolean parts) {
            String uri = uri(step);
            if (uri == null || (way.isTemplate && uri.equals(TO_TASKS))) {
                return;
            }
            Refusal refusal = StepRules.ofEndpoint(uri);
            if (refusal == null && uri.startsWith(DIRECT)) {
                String name = target(uri);
                Way next = routes.get(name);
                if (name.contains("{")) {
                    refusal = Refusal.CANNOT_FOLLOW;
                } else if (next == null) {
                    refusal = Refusal.NO_SUCH_ROUTE;
                } else {
                    route(next, parts || step instanceof EnrichDefinition);
                }
            }
            add(refusal, way.file, way.name, told(step));
        }

        private @Nullable String uri(ProcessorDefinition<?> step) {
            return switch (step) {
                case ToDynamicDefinition dynamic -> dynamic.getUri();
                case EndpointRequiredDefinition named -> named.getEndpointUri();
                case EnrichDefinition enrich -> expression(enrich);
                case PollEnrichDefinition poll -> expression(poll);
                default -> null;
            };
        }

        private @Nullable String expression(ExpressionNode node) {
            ExpressionDefinition expression = node.getExpressionType();
            return expression == null ? null : expression.getExpression();
        }
    }
}
