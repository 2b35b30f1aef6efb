package io.meilibridge.camel;

import io.meilibridge.batch.Batch;
import io.meilibridge.camel.way.RouteFile;
import io.meilibridge.camel.way.WayCheck;
import io.meilibridge.config.command.Validate;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.meilisearch.SettleWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.processor.aggregate.DefaultAggregateController;
import org.jspecify.annotations.Nullable;

/// Checks the route files as a start would, in a Camel context of its own in which nothing runs:
/// each file is read, each route is built, each template is tried with an instance that stands for
/// all. Of one route the first fault is found, as Camel stops there.
public final class RouteCheck implements Validate.Check {

    /// What an instance is named that a template is tried with.
    private static final String INSTANCE = "any";

    private static final String DEFAULT_TEMPLATE = "sync-task";

    /// The executable has no means to build a second Camel context; there, a start finds the
    /// faults.
    private static final boolean NATIVE =
            System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    private final RouteFiles files;

    /// @param folder where the user's route files are, if anywhere
    public RouteCheck(Path folder) {
        this.files = new RouteFiles(folder);
    }

    /// @param settings null: the files are read and not built, since what they refer to is not
    ///   known
    @Override
    public List<String> faults(@Nullable Settings settings) {
        if (NATIVE) {
            return List.of();
        }
        try (DefaultCamelContext camel = new DefaultCamelContext();
                ExecutorService idle = Executors.newSingleThreadExecutor()) {
            Checking checking = new Checking(camel, idle);
            return settings == null ? read(checking) : all(checking, settings);
        } catch (IOException closing) {
            throw new IllegalStateException(closing);
        }
    }

    private List<String> read(Checking checking) {
        checking.read(files.locations());
        checking.follow(Set.of(DEFAULT_TEMPLATE));
        return checking.faults;
    }

    private List<String> all(Checking checking, Settings settings) {
        checking.start(settings);
        checking.read(files.locations());
        checking.build();
        checking.follow(RouteFiles.templates(settings));
        for (SyncTaskSettings task : settings.tasks()) {
            checking.requireTemplate(task);
        }
        return checking.faults;
    }

    private static final class NoGathering implements AggregationStrategy, Predicate {

        @Override
        public Exchange aggregate(@Nullable Exchange old, Exchange added) {
            return added;
        }

        @Override
        public boolean matches(Exchange exchange) {
            return true;
        }
    }

    private static final class NoRequests implements RequestListener {

        @Override
        public void batchBegun(String task, Batch batch) {}

        @Override
        public void requestDone(String task, Request request, int status, long takenNanos) {}
    }

    /// A definition and the file it is of.
    private record Located<T>(String file, T definition) {}

    private static final class Checking {

        private final DefaultCamelContext camel;
        private final ExecutorService idle;
        private final List<String> faults = new ArrayList<>();
        private final List<RouteFile> files = new ArrayList<>();
        private final List<Located<RouteDefinition>> routes = new ArrayList<>();
        private final List<Located<RouteTemplateDefinition>> templates = new ArrayList<>();

        Checking(DefaultCamelContext camel, ExecutorService idle) {
            this.camel = camel;
            this.idle = idle;
        }

        /// Routes that are added from now on are built, and not started.
        void start(Settings settings) {
            camel.setAutoStartup(false);
            camel.addComponent(SlotComponent.SCHEME, new DirectComponent());
            new RouteBeans(camel, settings.meilisearch(), chunk -> {})
                    .bind(
                            Map.of(),
                            new SettleWatch(() -> {}),
                            new MeilisearchExchange(RequestEncoding.PLAIN),
                            new RouteBeans.Outgoing(
                                    new BatchMarks(_ -> "", _ -> 0),
                                    Reliefs.off(),
                                    new NoRequests()),
                            fault -> {});
            camel.start();
        }

        void read(List<String> locations) {
            for (String location : locations) {
                try (DefaultCamelContext reading = new DefaultCamelContext()) {
                    RouteFile file = RouteFile.read(reading, location);
                    files.add(file);
                    file.addTo(reading);
                    reading.getRouteDefinitions()
                            .forEach(route -> routes.add(new Located<>(location, route)));
                    reading.getRouteTemplateDefinitions()
                            .forEach(template -> templates.add(new Located<>(location, template)));
                } catch (Exception fault) {
                    add(location, "", fault);
                }
            }
        }

        /// Where a file cannot be read the way is not known.
        void follow(Set<String> taskTemplates) {
            if (faults.isEmpty()) {
                faults.addAll(WayCheck.faults(files, taskTemplates));
            }
        }

        void build() {
            for (Located<RouteDefinition> route : routes) {
                try {
                    camel.addRouteDefinition(route.definition);
                } catch (Exception fault) {
                    add(route.file, "route '" + route.definition.getRouteId() + "': ", fault);
                }
            }
            for (Located<RouteTemplateDefinition> template : templates) {
                try {
                    camel.addRouteTemplateDefinitions(List.of(template.definition));
                    instance(template.definition.getId());
                } catch (Exception fault) {
                    add(template.file, "template '" + template.definition.getId() + "': ", fault);
                }
            }
        }

        private void instance(String template) {
            TaskRoute.instance(
                            camel,
                            template,
                            INSTANCE,
                            new NoGathering(),
                            new DefaultAggregateController(),
                            idle)
                    .parameter("source", INSTANCE)
                    .add();
        }

        void requireTemplate(SyncTaskSettings task) {
            TreeSet<String> known = new TreeSet<>();
            templates.forEach(template -> known.add(template.definition.getId()));
            if (!known.contains(task.route())) {
                faults.add(
                        "sync task '%s': route: expected the id of a route template, one of %s, got '%s'."
                                .formatted(task.id(), known, task.route()));
            }
        }

        private void add(String file, String of, Exception fault) {
            faults.add(file + ": " + of + RouteFiles.text(fault));
        }
    }
}
