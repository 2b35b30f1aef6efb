package io.meilibridge.deadletter;

import io.meilibridge.checkpoint.Disk;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Keeps dead letters in a folder of their own, each in a file of JSON that a person can read. A
/// power cut leaves each of them whole or not there. Folder and files are for their owner only.
public final class FileDeadLetters implements DeadLetterStore {

    static final String FOLDER = "dead-letters";

    private static final String ENDING = ".json";
    private static final String NEXT = "next";

    private final Path folder;
    private final Disk disk;

    /// @param parent of the folder, which is made with the first letter
    public FileDeadLetters(Path parent) {
        this(parent, new Disk.Real());
    }

    FileDeadLetters(Path parent, Disk disk) {
        this.folder = parent.resolve(FOLDER);
        this.disk = disk;
    }

    @Override
    public synchronized void put(DeadLetter letter) {
        try {
            disk.makeFolder(folder);
            Path next = folder.resolve(NEXT);
            disk.write(next, DeadLetterText.of(letter).getBytes(StandardCharsets.UTF_8));
            disk.replace(file(letter.id()), next);
            disk.syncFolder(folder);
        } catch (IOException failure) {
            throw unavailable("write", failure);
        }
    }

    @Override
    public synchronized void remove(Collection<String> ids) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            for (String id : ids) {
                disk.deleteIfPresent(file(id));
            }
            disk.syncFolder(folder);
        } catch (IOException failure) {
            throw unavailable("remove from", failure);
        }
    }

    @Override
    public synchronized List<DeadLetter> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<DeadLetter> letters = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(ENDING)) {
                    letters.add(DeadLetterText.parse(Files.readString(file), file.toString()));
                }
            }
        } catch (IOException failure) {
            throw unavailable("read", failure);
        }
        return letters;
    }

    private Path file(String id) {
        return folder.resolve(id + ENDING);
    }

    private CheckpointException unavailable(String what, IOException cause) {
        return new CheckpointException(
                ErrorCode.STORE_UNAVAILABLE,
                "Cannot " + what + " the dead letters in '" + folder + "'.",
                "Check that the folder can be written to and the disk is not full.",
                cause);
    }
}
