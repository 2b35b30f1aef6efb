package io.meilibridge.checkpoint;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Keeps checkpoints in one file of a folder, `checkpoints.store`: a line with format, checksum and
/// length, then JSON that a person can read.
///
/// Durable across power cuts: each change writes a new file beside the old one, syncs it, renames
/// it over the old one and syncs the folder. A folder belongs to one process at a time, by a lock
/// that ends with the process. Files and a folder made here are for their owner only.
public final class FileStore implements CheckpointStore {

    static final String FILE = "checkpoints.store";
    static final String NEXT = "checkpoints.next";
    static final String LOCK = "checkpoints.lock";

    private static final Pattern HEADER =
            Pattern.compile("meilibridge-checkpoints (\\d{1,9}) ([0-9a-f]{8}) (\\d{1,9})");
    private static final String FORMAT = "1";

    private final Path folder;
    private final Disk disk;
    private final FileChannel lockChannel;

    // Guarded by this.
    private StoreContents contents;
    private boolean closed;

    /// Opens the folder's store, or an empty one where there is none.
    ///
    /// @throws CheckpointException STORE_UNAVAILABLE when the folder cannot be used or another
    ///   process uses it; STORE_CORRUPT when the file is not whole
    public FileStore(Path folder) {
        this(folder, new Disk.Real());
    }

    FileStore(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        FileChannel channel = null;
        try {
            disk.makeFolder(folder);
            channel = openLock();
            takeLock(channel);
            disk.deleteIfPresent(folder.resolve(NEXT));
            Optional<byte[]> file = disk.read(folder.resolve(FILE));
            this.contents = file.map(this::parse).orElse(StoreContents.EMPTY);
        } catch (IOException failure) {
            closeQuietly(channel, failure);
            throw unavailable("open", failure);
        } catch (CheckpointException failure) {
            closeQuietly(channel, failure);
            throw failure;
        }
        this.lockChannel = channel;
    }

    @Override
    public boolean survivesRestart() {
        return true;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public synchronized StoreContents contents() {
        requireOpen();
        return contents;
    }

    @Override
    public synchronized void change(UnaryOperator<StoreContents> change) {
        requireOpen();
        StoreContents next = change.apply(contents);
        if (next.equals(contents)) {
            return;
        }
        try {
            disk.write(folder.resolve(NEXT), format(next));
            disk.replace(folder.resolve(FILE), folder.resolve(NEXT));
            disk.syncFolder(folder);
        } catch (IOException failure) {
            throw unavailable("write", failure);
        }
        contents = next;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lockChannel.close();
        } catch (IOException failure) {
            throw unavailable("close", failure);
        }
    }

    /// Whether another process has the folder's store open just now.
    public static boolean isInUse(Path folder) {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException ours) {
            return true;
        } catch (IOException unusable) {
            return false;
        }
    }

    private FileChannel openLock() throws IOException {
        return FileChannel.open(
                folder.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                Disk.Real.ownerOnly(folder, "rw-------"));
    }

    private void takeLock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            lock = null;
        }
        if (lock == null) {
            throw new CheckpointException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "Cannot open checkpoint store '%s': expected it free, got one in use."
                            .formatted(folder),
                    "Another MeiliBridge uses this folder. Stop it, or give this one a"
                            + " 'checkpoint.path' of its own.");
        }
    }

    private static byte[] format(StoreContents contents) {
        byte[] body = StoreText.write(contents).getBytes(StandardCharsets.UTF_8);
        String header =
                "meilibridge-checkpoints %s %08x %d\n"
                        .formatted(FORMAT, checksum(body), body.length);
        byte[] first = header.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    private StoreContents parse(byte[] file) {
        int lineEnd = 0;
        while (lineEnd < file.length && file[lineEnd] != '\n') {
            lineEnd++;
        }
        String header = new String(file, 0, lineEnd, StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(header);
        if (lineEnd == file.length || !matcher.matches()) {
            throw corrupt("a first line with format, checksum and length", "none", null);
        }
        if (!matcher.group(1).equals(FORMAT)) {
            throw corrupt("format " + FORMAT, "format " + matcher.group(1), null);
        }
        byte[] body = Arrays.copyOfRange(file, lineEnd + 1, file.length);
        if (body.length != Integer.parseInt(matcher.group(3))) {
            throw corrupt(matcher.group(3) + " bytes", body.length + " bytes", null);
        }
        String found = "%08x".formatted(checksum(body));
        if (!found.equals(matcher.group(2))) {
            throw corrupt("checksum " + matcher.group(2), found, null);
        }
        try {
            return StoreText.readContents(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unreadable) {
            throw corrupt("checkpoints", "something else", unreadable);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    private CheckpointException corrupt(String expected, String got, @Nullable Throwable cause) {
        return new CheckpointException(
                ErrorCode.STORE_CORRUPT,
                "Cannot read checkpoint store '%s': expected %s, got %s."
                        .formatted(folder.resolve(FILE), expected, got),
                "Put back a copy of the file that is not older than the last confirmation. Without"
                        + " one, move the file away and drop the slot: the source then starts anew.",
                cause);
    }

    private CheckpointException unavailable(String attempt, IOException cause) {
        return new CheckpointException(
                ErrorCode.STORE_UNAVAILABLE,
                "Cannot %s checkpoint store '%s': %s."
                        .formatted(attempt, folder, cause.getClass().getSimpleName()),
                "Check that the folder exists, may be written by this user, and has space.",
                cause);
    }

    private void requireOpen() {
        if (closed) {
            throw new CheckpointException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "Cannot use checkpoint store '%s': it is closed.".formatted(folder),
                    "");
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, Exception failure) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
