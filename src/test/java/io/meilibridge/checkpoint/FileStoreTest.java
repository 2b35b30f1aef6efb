package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends CheckpointStoreContract {

    @TempDir Path temporary;

    private Path folder;
    private FileStore store;

    @BeforeEach
    void open() {
        folder = temporary.resolve("data");
        store = new FileStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    CheckpointStore store() {
        return store;
    }

    private void reopen() {
        store.close();
        store = new FileStore(folder);
    }

    @Test
    void what_was_saved_is_there_after_a_restart() {
        store.save(identity("0/10"), List.of(checkpoint("a", "0/20")));
        store.putNote("fingerprint", "x");
        reopen();

        assertThat(store.checkpoints()).containsEntry("a", checkpoint("a", "0/20"));
        assertThat(store.identity("shop")).contains(identity("0/10"));
        assertThat(store.note("fingerprint")).contains("x");
        assertThat(store.survivesRestart()).isTrue();
        assertThat(store.isShared()).isFalse();
    }

    @Test
    void files_and_folder_are_for_their_owner_only() throws IOException {
        store.save(List.of(checkpoint("a", "0/20")));

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve(FileStore.FILE))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve(FileStore.LOCK))).isEqualTo("rw-------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void a_folder_belongs_to_one_store_at_a_time() {
        assertThatThrownBy(() -> new FileStore(folder))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
                            assertThat(fault).hasMessageContaining("in use");
                        });
        reopen();
    }

    @Test
    void a_closed_store_refuses_instead_of_writing_beside_its_successor() {
        FileStore old = store;
        reopen();

        assertThatThrownBy(() -> old.save(List.of(checkpoint("a", "0/20"))))
                .isInstanceOf(CheckpointException.class);
        assertThat(store.checkpoints()).isEmpty();
    }

    @Test
    void another_process_is_refused_until_this_one_closes() throws Exception {
        store.save(List.of(checkpoint("a", "0/20")));
        try (StoreProcess other = StoreProcess.start(folder)) {
            assertThat(other.nextLine()).isEqualTo("refused STORE_UNAVAILABLE");
        }
        store.close();
        try (StoreProcess other = StoreProcess.start(folder)) {
            assertThat(other.nextLine()).isEqualTo("saved 1");
        }
    }

    @Test
    void a_killed_process_leaves_what_it_reported_and_a_free_folder() throws Exception {
        store.close();
        long reported;
        try (StoreProcess other = StoreProcess.start(folder)) {
            String last = other.nextLine();
            for (int i = 0; i < 50; i++) {
                last = other.nextLine();
            }
            other.kill();
            for (String rest = last; !rest.isEmpty(); rest = other.nextLine()) {
                last = rest;
            }
            reported = Long.parseLong(last.substring("saved ".length()));
        }
        store = new FileStore(folder);

        long stored = lsnOf(store, "killed");
        assertThat(stored).isBetween(reported, reported + 1);
    }

    @Test
    void every_truncation_and_every_flipped_bit_is_seen() throws IOException {
        store.save(identity("0/10"), List.of(checkpoint("a", "0/20")));
        store.close();
        Path file = folder.resolve(FileStore.FILE);
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertCorrupt();
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            assertCorrupt();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertCorrupt();

        Files.write(file, whole);
        store = new FileStore(folder);
        assertThat(store.checkpoints()).containsOnlyKeys("a");
    }

    private static long lsnOf(FileStore store, String task) {
        return Objects.requireNonNull(store.checkpoints().get(task)).lsn().value();
    }

    private void assertCorrupt() {
        assertThatThrownBy(() -> new FileStore(folder))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(ErrorCode.STORE_CORRUPT);
                            assertThat(fault.hint()).contains("drop the slot");
                        });
    }

    @Test
    void a_power_cut_at_any_step_leaves_the_old_or_the_new() {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Path place = temporary.resolve("cut-" + round);
            try (FileStore before = new FileStore(place)) {
                before.save(List.of(checkpoint("a", "0/1")));
            }
            CuttableDisk disk = new CuttableDisk(random);
            long returned = saveUntilTheLightsGoOut(place, disk);

            try (FileStore after = new FileStore(place)) {
                long stored = lsnOf(after, "a");
                assertThat(stored)
                        .as("seed %d, round %d, %s", seed, round, disk)
                        .isBetween(returned, returned + 1);
                after.save(List.of(checkpoint("a", "0/FF")));
                assertThat(lsnOf(after, "a")).isEqualTo(0xFF);
            }
        }
    }

    /// Returns the last LSN whose save returned.
    private static long saveUntilTheLightsGoOut(Path place, CuttableDisk disk) {
        long returned = 1;
        try (FileStore store = new FileStore(place, disk)) {
            disk.cutSoon();
            while (true) {
                store.save(List.of(checkpoint("a", "0/" + Long.toHexString(returned + 1))));
                returned++;
            }
        } catch (CheckpointException dark) {
            return returned;
        }
    }

    @Test
    void a_full_disk_is_reported_and_passes() {
        FailingDisk disk = new FailingDisk();
        store.close();
        store = new FileStore(folder, disk);
        store.save(List.of(checkpoint("a", "0/1")));

        disk.fails = true;
        assertThatThrownBy(() -> store.save(List.of(checkpoint("a", "0/2"))))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .hasMessageContaining(folder.toString());
        assertThat(store.checkpoints()).containsEntry("a", checkpoint("a", "0/1"));

        disk.fails = false;
        store.save(List.of(checkpoint("a", "0/2")));
        reopen();
        assertThat(store.checkpoints()).containsEntry("a", checkpoint("a", "0/2"));
    }

    @Test
    void a_store_of_a_later_format_is_refused() throws IOException {
        store.save(List.of(checkpoint("a", "0/1")));
        store.close();
        Path file = folder.resolve(FileStore.FILE);
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst(" 1 ", " 2 "));

        assertThatThrownBy(() -> new FileStore(folder)).hasMessageContaining("format 2");
    }

    @Test
    void a_folder_that_cannot_be_made_is_reported() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> new FileStore(file.resolve("data")))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private static final class FailingDisk implements Disk {

        private final Disk real = new Disk.Real();
        private boolean fails;

        @Override
        public Optional<byte[]> read(Path file) throws IOException {
            return real.read(file);
        }

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
            if (fails) {
                throw new IOException("No space left on device");
            }
            real.write(file, bytes);
        }

        @Override
        public void replace(Path file, Path by) throws IOException {
            real.replace(file, by);
        }

        @Override
        public void syncFolder(Path folder) throws IOException {
            real.syncFolder(folder);
        }

        @Override
        public void makeFolder(Path folder) throws IOException {
            real.makeFolder(folder);
        }

        @Override
        public void deleteIfPresent(Path file) throws IOException {
            real.deleteIfPresent(file);
        }
    }

    /// A process of its own that saves growing LSNs and prints each one that is saved.
    static final class StoreProcess implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;

        private StoreProcess(Process process) {
            this.process = process;
            this.output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        static StoreProcess start(Path folder) throws IOException {
            return new StoreProcess(
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx64m",
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    SavingProcess.class.getName(),
                                    folder.toString())
                            .redirectErrorStream(true)
                            .start());
        }

        /// Empty at the end.
        String nextLine() throws IOException {
            String line = output.readLine();
            return line == null ? "" : line;
        }

        void kill() {
            process.toHandle().destroyForcibly(); // Process itself would close its output too
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }

        @Override
        public void close() throws IOException {
            kill();
            output.close();
        }
    }
}
