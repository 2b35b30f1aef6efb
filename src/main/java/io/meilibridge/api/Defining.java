package io.meilibridge.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.camel.RunningSettings;
import io.meilibridge.camel.SourceOptions;
import io.meilibridge.config.TaskDifference;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.config.settings.OnChange;
import io.meilibridge.config.settings.OnStart;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.Remedy;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.Preflight;
import io.meilibridge.replication.PreflightReport;
import io.meilibridge.task.SourceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Defines, changes and removes sync tasks while the service runs. A definition that could not run
/// is refused before anything is changed. One request at a time.
@ApplicationScoped
class Defining {

    private static final Duration OPENING_LIMIT = Duration.ofSeconds(10);

    private final RunningSettings pipeline;
    private final RunningBridge running;
    private final Views views;

    @Inject
    Defining(RunningSettings pipeline, RunningBridge running, Views views) {
        this.pipeline = pipeline;
        this.running = running;
        this.views = views;
    }

    synchronized DefinedView create(@Nullable String body) throws InterruptedException {
        ObjectNode definition = JsonBody.object(body);
        String id = definition.path("id").asText();
        if (id.isEmpty()) {
            throw ApiException.unusable("'id'", "expected the name of a task, got none");
        }
        if (find(present(), id).isPresent()) {
            throw ApiException.taskExists(id);
        }
        return put(id, definition, null);
    }

    synchronized DefinedView change(String id, @Nullable String body) throws InterruptedException {
        ObjectNode definition = JsonBody.object(body);
        SyncTaskSettings before =
                find(present(), id).orElseThrow(() -> ApiException.unknownTask(id));
        if (!definition.has("id")) {
            definition.put("id", id);
        }
        if (!definition.path("id").asText().equals(id)) {
            throw ApiException.unusable("'id'", "expected '" + id + "' or none, got another");
        }
        return put(id, definition, before);
    }

    private DefinedView put(String id, ObjectNode definition, @Nullable SyncTaskSettings before)
            throws InterruptedException {
        Map<String, RunTimeTasks> kept = pipeline.runTimeTasks();
        RunTimeTasks all = all(kept).withDefined(id, definition.toString());
        Settings next = with(all);
        SyncTaskSettings after = find(next, id).orElseThrow();
        if (before != null && !before.source().equals(after.source())) {
            throw ApiException.unusable(
                    "'source'",
                    "expected '"
                            + before.source()
                            + "', got another: delete the task, then define it there");
        }
        requireOthersUnchanged(id, present(), next);
        requireOpen(after.source());
        requireUsable(next.sourceOf(after), after);
        RunTimeTasks own = kept.getOrDefault(after.source(), RunTimeTasks.NONE);
        define(after.source(), own.withDefined(id, definition.toString()), Set.of());
        return view(after, before);
    }

    /// @param isReverted whether what is configured of the task counts again, if anything is
    synchronized void delete(String id, boolean isReverted) throws InterruptedException {
        Map<String, RunTimeTasks> kept = pipeline.runTimeTasks();
        Settings configured = configured();
        Optional<SyncTaskSettings> base = find(configured, id);
        String source = sourceOf(id, kept, base);
        if (source == null || (!isReverted && find(withOrConfigured(kept), id).isEmpty())) {
            throw ApiException.unknownTask(id);
        }
        RunTimeTasks own = kept.getOrDefault(source, RunTimeTasks.NONE);
        if (isReverted && !own.speaksOf(id)) {
            throw ApiException.notDefined(id);
        }
        boolean isGone = !isReverted || base.isEmpty();
        RunTimeTasks next = isReverted || base.isEmpty() ? own.without(id) : own.withRemoved(id);
        Settings after = with(others(kept, source).and(next));
        requireOthersUnchanged(id, withOrConfigured(kept), after);
        requireOpen(source);
        define(source, next, isGone ? Set.of(id) : Set.of());
    }

    private void define(String source, RunTimeTasks tasks, Set<String> gone) {
        try {
            pipeline.define(source, tasks, gone);
        } catch (ConfigException fault) {
            throw ApiException.unusableDefinition(fault);
        }
    }

    private static @Nullable String sourceOf(
            String id, Map<String, RunTimeTasks> kept, Optional<SyncTaskSettings> base) {
        return kept.entrySet().stream()
                .filter(each -> each.getValue().speaksOf(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> base.map(SyncTaskSettings::source))
                .orElse(null);
    }

    private Settings configured() {
        return pipeline.settings().orElseThrow(ApiException::nothingToReload);
    }

    /// What runs, or is to run.
    private Settings present() {
        configured();
        return withOrConfigured(pipeline.runTimeTasks());
    }

    /// What was defined may not fit any more, and is to be mended then.
    private Settings withOrConfigured(Map<String, RunTimeTasks> kept) {
        try {
            return pipeline.with(all(kept));
        } catch (ConfigException unfit) {
            return configured();
        }
    }

    private Settings with(RunTimeTasks tasks) {
        try {
            return pipeline.with(tasks);
        } catch (ConfigException fault) {
            throw ApiException.unusableDefinition(fault);
        }
    }

    private static RunTimeTasks all(Map<String, RunTimeTasks> kept) {
        return kept.values().stream().reduce(RunTimeTasks.NONE, RunTimeTasks::and);
    }

    private static RunTimeTasks others(Map<String, RunTimeTasks> kept, String source) {
        return kept.entrySet().stream()
                .filter(each -> !each.getKey().equals(source))
                .map(Map.Entry::getValue)
                .reduce(RunTimeTasks.NONE, RunTimeTasks::and);
    }

    private static Optional<SyncTaskSettings> find(Settings settings, String id) {
        return settings.tasks().stream().filter(task -> task.id().equals(id)).findFirst();
    }

    /// Tasks that share an index get a prefix for their ids, which would leave the documents of
    /// those that were there before without one.
    private static void requireOthersUnchanged(String id, Settings before, Settings after) {
        for (SyncTaskSettings other : after.tasks()) {
            Optional<SyncTaskSettings> was = find(before, other.id());
            if (!other.id().equals(id)
                    && was.isPresent()
                    && TaskDifference.between(was.get(), other).altersDocuments()) {
                throw ApiException.altersAnother(id, other.id(), other.index().toString());
            }
        }
    }

    /// That this instance has the source's slot, or none has.
    private void requireOpen(String source) throws InterruptedException {
        if (running.isNothing()) {
            return;
        }
        long end = System.nanoTime() + OPENING_LIMIT.toNanos();
        SourceState state = running.source(source).state();
        while (state instanceof SourceState.Connecting && System.nanoTime() - end < 0) {
            Thread.sleep(50);
            state = running.source(source).state();
        }
        if (state instanceof SourceState.StandingBy) {
            throw ApiException.standsBy(source);
        }
        if (state instanceof SourceState.Connecting) {
            throw ApiException.starting();
        }
    }

    /// What the task's start would stop it for is told now, with what mends it.
    private static void requireUsable(SourceSettings source, SyncTaskSettings task) {
        PreflightReport report =
                Preflight.run(
                        new PgConnections(SourceOptions.connection(source), Clock.systemUTC()),
                        SourceOptions.demand(source, List.of(task.rules())));
        for (SourceException fault : report.faults()) {
            if (fault.remedy() == Remedy.RETRY) {
                throw fault;
            }
            throw ApiException.unusableTable(fault);
        }
    }

    private DefinedView view(SyncTaskSettings after, @Nullable SyncTaskSettings before) {
        TaskView task = running.bridge().task(after.id()).map(views::of).orElse(null);
        boolean isRead =
                after.enabled()
                        && after.fullSync().enabled()
                        && after.fullSync().onStart() != OnStart.NEVER;
        if (before == null) {
            return new DefinedView(task, List.of(), isRead, isRead ? "" : neverRead(after));
        }
        TaskDifference difference = TaskDifference.between(before, after);
        boolean resyncs =
                difference.altersDocuments() && isRead && after.onChange() == OnChange.RESYNC;
        String hint = !difference.altersDocuments() || resyncs ? "" : notRenewed(after);
        if (!before.index().equals(after.index())) {
            hint =
                    (hint
                                    + " Index '"
                                    + before.index()
                                    + "' keeps its documents: delete it once nobody searches it.")
                            .strip();
        }
        return new DefinedView(task, difference.keys(), resyncs, hint);
    }

    private static String neverRead(SyncTaskSettings task) {
        return "The rows that are there are not read, as its full_sync says. POST /api/sync-tasks/"
                + task.id()
                + "/full-sync reads them.";
    }

    private static String notRenewed(SyncTaskSettings task) {
        return "The documents of rows that do not change stay as they were. POST /api/sync-tasks/"
                + task.id()
                + "/full-sync makes them anew.";
    }
}
