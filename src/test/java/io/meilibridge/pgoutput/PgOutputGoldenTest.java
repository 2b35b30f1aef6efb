package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Lsn;
import io.meilibridge.pgoutput.message.Begin;
import io.meilibridge.pgoutput.message.Commit;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What real servers sent ([GoldenRecorder]) is decoded to what they meant.
final class PgOutputGoldenTest {

    private static final Instant EARLIEST_RECORDING = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant LATEST_RECORDING = Instant.parse("2100-01-01T00:00:00Z");

    static List<Path> files() {
        return GoldenFile.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void frames_say_what_the_server_did(Path file) throws IOException {
        assertThat(GoldenFile.read(file).rendered())
                .isEqualTo(Files.readAllLines(GoldenFile.expectation(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_message_behind_a_header_is_decoded_alike(Path file) {
        GoldenFile golden = GoldenFile.read(file);
        PgOutputDecoder decoder = golden.decoder();
        MessageText text = new MessageText();
        int header = 25;
        List<String> rendered =
                golden.frames().stream()
                        .map(frame -> text.of(decoder.decode(behindHeader(frame, header), header)))
                        .toList();

        assertThat(rendered).isEqualTo(golden.rendered());
    }

    @ParameterizedTest
    @MethodSource("files")
    void positions_and_times_are_plausible(Path file) {
        GoldenFile golden = GoldenFile.read(file);
        PgOutputDecoder decoder = golden.decoder();
        Begin begun = new Begin(Lsn.INVALID, Instant.EPOCH, 0);
        for (byte[] frame : golden.frames()) {
            PgOutputMessage message = decoder.decode(frame, 0);
            if (message instanceof Begin begin) {
                begun = begin;
            }
            if (message instanceof Commit(Lsn commitLsn, Lsn endLsn, Instant commitTime)) {
                assertThat(commitLsn).isEqualTo(begun.commitLsn()).isLessThan(endLsn);
                assertThat(commitTime)
                        .isEqualTo(begun.commitTime())
                        .isBetween(EARLIEST_RECORDING, LATEST_RECORDING);
            }
        }
    }

    @Test
    void every_major_and_every_kind_of_message_is_recorded() {
        Set<String> majors =
                files().stream()
                        .map(file -> file.resolveSibling("").getFileName().toString())
                        .collect(Collectors.toSet());
        Set<Character> tags =
                files().stream()
                        .flatMap(file -> GoldenFile.read(file).frames().stream())
                        .map(frame -> (char) frame[0])
                        .collect(Collectors.toSet());

        assertThat(majors).containsExactlyInAnyOrder("14", "15", "16", "17", "18");
        assertThat(tags)
                .containsExactlyInAnyOrderElementsOf(
                        "BCORYIUDTMSEcAbPKrp".chars().mapToObj(c -> (char) c).toList());
    }

    private static byte[] behindHeader(byte[] frame, int header) {
        byte[] whole = new byte[header + frame.length];
        Arrays.fill(whole, 0, header, (byte) 'w');
        System.arraycopy(frame, 0, whole, header, frame.length);
        return whole;
    }
}
