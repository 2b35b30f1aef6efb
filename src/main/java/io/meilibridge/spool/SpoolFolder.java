package io.meilibridge.spool;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Where a source's transactions in progress are kept. A file loses its name as soon as it is open,
/// so that nobody else can read it and the system frees it however this process ends. Readable by
/// its owner alone.
///
/// [#bytes()] may be called by any thread; all else is the reader's.
public final class SpoolFolder {

    private static final String SUFFIX = ".spool";

    private final Path folder;
    private final AtomicLong bytes = new AtomicLong();
    private long made;

    /// @param folder made when it is first needed
    public SpoolFolder(Path folder) {
        this.folder = folder;
    }

    /// What the files hold.
    public long bytes() {
        return bytes.get();
    }

    /// Removes what a process left that ended between making a file and taking its name.
    void clean() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            System.getLogger(SpoolFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "the spool was not cleaned", failure);
        }
    }

    FileChannel create() {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(ProcessHandle.current().pid() + "-" + ++made + "-" + SUFFIX);
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.READ,
                                    StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.deleteIfExists(file);
            return channel;
        } catch (IOException failure) {
            throw fault("make a file", failure);
        }
    }

    void grew(long by) {
        bytes.addAndGet(by);
    }

    SourceException fault(String action, IOException cause) {
        return new SourceException(
                ErrorCode.SPOOL_UNAVAILABLE,
                "Cannot %s in the spool '%s': %s."
                        .formatted(action, folder.toAbsolutePath(), cause.getMessage()),
                "Transactions in progress are kept there. Make room, or let the process write there;"
                        + " the source connects again, and the server sends them again.",
                cause);
    }
}
