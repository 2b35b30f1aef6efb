package io.meilibridge.command;

import io.meilibridge.camel.ConfiguredStore;
import io.meilibridge.camel.SourceOptions;
import io.meilibridge.config.Configuration;
import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.PublicationState;
import io.meilibridge.replication.SlotState;
import io.meilibridge.replication.Slots;
import io.meilibridge.replication.SourceDemand;
import io.meilibridge.replication.SourceTraces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The command `cleanup`: takes back what the service made on the servers of its sources, slot and
/// publication, and the positions that mean nothing without them. Shows first what it would do, and
/// asks. Indexes stay as they are.
public final class Cleanup {

    /// How far to go.
    public enum Mode {
        /// Show only.
        DRY_RUN,
        /// Show, ask, do.
        ASK,
        /// Show and do.
        YES
    }

    private final Mode mode;
    private final InputStream in;
    private final PrintStream out;
    private final List<Runnable> steps = new ArrayList<>();

    public Cleanup(Mode mode, InputStream in, PrintStream out) {
        this.mode = mode;
        this.in = in;
        this.out = out;
    }

    /// The exit status: 0 when all is done, or nothing was to do.
    public int run(ConfigurationInputs inputs) {
        Settings settings;
        switch (Configuration.load(inputs)) {
            case Loaded.Usable usable -> settings = usable.settings();
            case Loaded.Faulty faulty -> {
                faulty.faults().forEach(fault -> out.println("fault: " + fault));
                return 1;
            }
        }
        try (ConfiguredStore store = new ConfiguredStore(settings)) {
            boolean free = true;
            for (SourceSettings source : settings.sources()) {
                free &= look(settings, source, store);
            }
            return free ? act() : 1;
        } catch (PipelineException fault) {
            out.println("fault: " + fault.report());
            return 1;
        }
    }

    /// Says what would be done, and whether nothing is in the way.
    private boolean look(Settings settings, SourceSettings source, ConfiguredStore store) {
        List<SyncTaskSettings> tasks =
                settings.tasks().stream()
                        .filter(task -> task.source().equals(source.name()))
                        .toList();
        PgConnections connections =
                new PgConnections(SourceOptions.connection(source), InstantSource.system());
        SourceDemand demand =
                SourceOptions.demand(source, tasks.stream().map(SyncTaskSettings::rules).toList());
        SourceTraces traces = SourceTraces.find(connections, demand);
        String where = "source '" + source.name() + "': ";
        int before = steps.size();
        boolean free = lookAtSlot(where, traces, demand, connections);
        if (steps.size() > before) {
            lookAtPositions(where, source, tasks, store);
        }
        lookAtPublication(where, traces, demand, connections);
        return free;
    }

    private boolean lookAtSlot(
            String where, SourceTraces traces, SourceDemand demand, PgConnections connections) {
        if (traces.slot().isEmpty()) {
            out.println(where + "there is no slot '" + demand.slot() + "'");
            return true;
        }
        SlotState slot = traces.slot().get();
        Optional<String> kept = traces.slotIsKept(demand, connections.options().address());
        if (kept.isPresent()) {
            out.println(where + "slot '" + slot.name() + "' stays: " + kept.get());
            return true;
        }
        if (slot.activePid().isPresent()) {
            out.println(
                    where
                            + "fault: slot '"
                            + slot.name()
                            + "' is read by process "
                            + slot.activePid().getAsInt()
                            + ". Stop the service first.");
            return false;
        }
        out.println(
                where
                        + "slot '"
                        + slot.name()
                        + "' is dropped; it keeps "
                        + traces.retainedBytes()
                        + " bytes of WAL, and what was changed since "
                        + slot.confirmedFlush()
                        + " is then found by a full sync alone");
        steps.add(() -> new Slots(connections).drop(slot.name()));
        return true;
    }

    private void lookAtPublication(
            String where, SourceTraces traces, SourceDemand demand, PgConnections connections) {
        String name = demand.publications().getFirst();
        if (traces.publication().isEmpty()) {
            out.println(where + "there is no publication '" + name + "'");
            return;
        }
        Optional<String> kept = traces.publicationIsKept(demand);
        if (kept.isPresent()) {
            out.println(where + "publication '" + name + "' stays: " + kept.get());
            return;
        }
        PublicationState publication = traces.publication().get();
        String tables =
                publication.tables().keySet().stream()
                        .sorted()
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        out.println(where + "publication '" + name + "' is dropped; it publishes " + tables);
        steps.add(() -> SourceTraces.dropPublication(connections, name));
    }

    /// Positions count in the WAL of a slot: with it gone they would only stop the next start.
    private void lookAtPositions(
            String where,
            SourceSettings source,
            List<SyncTaskSettings> tasks,
            ConfiguredStore store) {
        var known = store.store().checkpoints();
        List<String> stored =
                tasks.stream().map(SyncTaskSettings::id).filter(known::containsKey).toList();
        if (stored.isEmpty() && store.store().identity(source.name()).isEmpty()) {
            return;
        }
        out.println(where + "the positions of its tasks are forgotten");
        steps.add(() -> {
            store.store().forgetSource(source.name());
            store.store().delete(Set.copyOf(stored));
        });
    }

    private int act() {
        if (steps.isEmpty()) {
            out.println("Nothing to clean up.");
            return 0;
        }
        if (mode == Mode.DRY_RUN) {
            out.println("Nothing was done: this was a dry run.");
            return 0;
        }
        if (mode == Mode.ASK && !isAgreed()) {
            out.println("Nothing was done.");
            return 1;
        }
        steps.forEach(Runnable::run);
        out.println("Done.");
        return 0;
    }

    private boolean isAgreed() {
        out.print("Go on? Type yes: ");
        out.flush();
        try {
            String line =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .readLine();
            return line != null && line.strip().equals("yes");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
