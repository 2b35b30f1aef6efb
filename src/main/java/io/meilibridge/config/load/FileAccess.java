package io.meilibridge.config.load;

import java.io.IOException;
import java.nio.file.Path;

/// How files are reached; paths that are not absolute start in the working folder.
public interface FileAccess {

    boolean isFile(Path path);

    /// The whole text, as UTF-8.
    ///
    /// @throws IOException when it cannot be read or is not UTF-8
    String read(Path path) throws IOException;
}
