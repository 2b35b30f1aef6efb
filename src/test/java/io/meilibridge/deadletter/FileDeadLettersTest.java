package io.meilibridge.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDeadLettersTest extends DeadLetterStoreContract {

    @TempDir private Path folder;

    @Override
    DeadLetterStore store() {
        return new FileDeadLetters(folder);
    }

    @Test
    void a_letter_is_a_file_that_only_its_owner_reads() throws Exception {
        store().put(letter("items", "1", NOW));

        Path letters = folder.resolve(FileDeadLetters.FOLDER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(letters)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(letters)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all.getFirst())))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(all.getFirst())).contains("DOCUMENT_REFUSED");
        }
    }

    @Test
    void what_is_not_a_letter_is_not_passed_over() throws Exception {
        store().put(letter("items", "1", NOW));
        Files.writeString(folder.resolve(FileDeadLetters.FOLDER).resolve("bad.json"), "{");

        assertThatThrownBy(() -> store().all())
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(ErrorCode.STORE_CORRUPT);
                            assertThat(fault).hasMessageContaining("bad.json");
                        });
    }

    @Test
    void a_folder_that_cannot_be_made_is_said() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new FileDeadLetters(file).put(letter("items", "1", NOW)))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }
}
