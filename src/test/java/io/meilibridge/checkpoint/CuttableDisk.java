package io.meilibridge.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A disk whose power goes at a random step: what that step and those before it had not brought to
/// the device may then be there, partly there, or not.
final class CuttableDisk implements Disk {

    private final Disk real = new Real();
    private final Random random;
    private int stepsLeft = Integer.MAX_VALUE;
    private String lastStep = "none";

    // A rename that the folder's sync has not made safe yet: the file and what it held.
    private @Nullable Path renamed;
    private byte @Nullable [] heldBefore;

    CuttableDisk(Random random) {
        this.random = random;
    }

    void cutSoon() {
        stepsLeft = 1 + random.nextInt(9);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        real.makeFolder(folder);
    }

    @Override
    public Optional<byte[]> read(Path file) throws IOException {
        return real.read(file);
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        if (isCut("write")) {
            byte[] part = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            if (random.nextBoolean()) {
                real.write(file, part);
            }
            throw new IOException("power cut");
        }
        real.write(file, bytes);
    }

    @Override
    public void replace(Path file, Path by) throws IOException {
        if (isCut("replace")) {
            if (random.nextBoolean()) {
                real.replace(file, by);
            }
            throw new IOException("power cut");
        }
        heldBefore = real.read(file).orElse(null);
        renamed = file;
        real.replace(file, by);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (isCut("sync folder")) {
            undoRenamePerhaps();
            throw new IOException("power cut");
        }
        renamed = null;
        real.syncFolder(folder);
    }

    @Override
    public void deleteIfPresent(Path file) throws IOException {
        real.deleteIfPresent(file);
    }

    private void undoRenamePerhaps() throws IOException {
        Path file = renamed;
        byte[] before = heldBefore;
        if (file != null && random.nextBoolean()) {
            if (before == null) {
                Files.delete(file);
            } else {
                real.write(file, before);
            }
        }
    }

    private boolean isCut(String step) throws IOException {
        if (stepsLeft == 0) {
            throw new IOException("the power is off");
        }
        stepsLeft--;
        lastStep = step;
        return stepsLeft == 0;
    }

    @Override
    public String toString() {
        return "cut at " + lastStep;
    }
}
