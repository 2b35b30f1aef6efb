package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.CheckpointException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Saves growing LSNs into a folder and prints each one that is saved, until it is killed.
final class SavingProcess {

    private SavingProcess() {}

    public static void main(String[] arguments) {
        try (FileStore store = new FileStore(Path.of(arguments[0]))) {
            for (long lsn = 1; lsn < 1_000_000; lsn++) {
                store.save(List.of(Checkpoint.at("killed", new Lsn(lsn), Instant.EPOCH)));
                System.out.println("saved " + lsn);
            }
        } catch (CheckpointException refused) {
            System.out.println("refused " + refused.code());
        }
    }
}
