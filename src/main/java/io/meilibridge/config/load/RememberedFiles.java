package io.meilibridge.config.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Files as they were when they were asked for first: what is read again later does not mix what
/// was there at two times. Thread-safe.
public final class RememberedFiles implements FileAccess {

    private final FileAccess files;
    private final Map<Path, Boolean> found = new ConcurrentHashMap<>();
    private final Map<Path, String> texts = new ConcurrentHashMap<>();

    public RememberedFiles(FileAccess files) {
        this.files = files;
    }

    @Override
    public boolean isFile(Path path) {
        return found.computeIfAbsent(path, files::isFile);
    }

    @Override
    public String read(Path path) throws IOException {
        String known = texts.get(path);
        if (known != null) {
            return known;
        }
        String text = files.read(path);
        texts.put(path, text);
        return text;
    }
}
