package io.meilibridge.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The few steps by which a file is replaced so that a power cut leaves the old or the new one.
public interface Disk {

    /// @return empty when there is no such file
    Optional<byte[]> read(Path file) throws IOException;

    /// Makes or replaces a file that only its owner may read or write. On return the bytes are on
    /// the device; its name may not be.
    void write(Path file, byte[] bytes) throws IOException;

    /// Atomic; on the device once the folder is synced.
    void replace(Path file, Path by) throws IOException;

    /// On return the names in the folder are on the device.
    void syncFolder(Path folder) throws IOException;

    void deleteIfPresent(Path file) throws IOException;

    /// Makes a folder, where there is none, that only its owner may look into.
    void makeFolder(Path folder) throws IOException;

    /// The disk of the machine.
    final class Real implements Disk {

        private static final Set<OpenOption> ANEW =
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);

        @Override
        public Optional<byte[]> read(Path file) throws IOException {
            try {
                return Optional.of(Files.readAllBytes(file));
            } catch (NoSuchFileException none) {
                return Optional.empty();
            }
        }

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
            try (FileChannel channel = FileChannel.open(file, ANEW, ownerOnly(file, "rw-------"))) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
        }

        @Override
        public void replace(Path file, Path by) throws IOException {
            Files.move(
                    by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void syncFolder(Path folder) throws IOException {
            if (!isPosix(folder)) {
                return; // such systems keep names by themselves and open no folders
            }
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }

        @Override
        public void deleteIfPresent(Path file) throws IOException {
            Files.deleteIfExists(file);
        }

        @Override
        public void makeFolder(Path folder) throws IOException {
            if (Files.isDirectory(folder)) {
                return;
            }
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                syncFolder(parent);
            }
        }

        static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
            return isPosix(path)
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(permissions))
                    }
                    : new FileAttribute<?>[0];
        }

        private static boolean isPosix(Path path) {
            return path.getFileSystem().supportedFileAttributeViews().contains("posix");
        }
    }
}
