package io.meilibridge.command;

import io.meilibridge.camel.ConfiguredStore;
import io.meilibridge.checkpoint.FileStore;
import io.meilibridge.config.settings.CheckpointBackend;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.util.List;
import java.util.Locale;

/// Looks whether the store of checkpoints can be read and written.
final class StoreCheck {

    private static final String SUBJECT = "checkpoints";

    /// Of nothing that the service would read.
    private static final String NOTE = "check";

    private StoreCheck() {}

    static List<CheckFinding> run(Settings settings) {
        CheckpointBackend backend = settings.checkpoint().backend();
        if (backend == CheckpointBackend.MEMORY) {
            return List.of();
        }
        String what = "the store (" + backend.name().toLowerCase(Locale.ROOT) + ")";
        try (ConfiguredStore configured = new ConfiguredStore(settings)) {
            configured.store().putNote(NOTE, "");
            configured.store().deleteNote(NOTE);
            return List.of(CheckFinding.ok(SUBJECT, what + " can be read and written"));
        } catch (CheckpointException fault) {
            boolean inUse = fault.code() == ErrorCode.STORE_UNAVAILABLE && isFile(backend);
            return List.of(
                    inUse && FileStore.isInUse(settings.checkpoint().path())
                            ? CheckFinding.ok(SUBJECT, what + " is in use by a running instance")
                            : CheckFinding.fault(SUBJECT, fault));
        }
    }

    private static boolean isFile(CheckpointBackend backend) {
        return backend == CheckpointBackend.FILE;
    }
}
