package io.meilibridge.config.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of this machine.
public record DiskFiles(Path workingFolder) implements FileAccess {

    @Override
    public boolean isFile(Path path) {
        // Not only regular files: a secret may be a pipe.
        Path file = workingFolder.resolve(path);
        return Files.exists(file) && !Files.isDirectory(file);
    }

    @Override
    public String read(Path path) throws IOException {
        return Files.readString(workingFolder.resolve(path));
    }
}
