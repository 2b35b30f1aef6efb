package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// No bytes make the decoder do anything but decode or refuse them. A failure names its seed;
/// `-Dmeilibridge.test.seed=…` repeats it.
final class PgOutputDecoderPropertyTest {

    private static final Duration LIMIT = Duration.ofMillis(700);
    private static final int LARGEST_RANDOM_FRAME = 120;
    private static final String TAGS = "BCORYIUDTMSEcAbPKrp";

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<GoldenFile> golden =
            GoldenFile.all().stream().map(GoldenFile::read).toList();

    @Test
    void random_bytes_are_decoded_or_refused() {
        PgOutputDecoder decoder = decoderOf(goldenFile());
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            byte[] frame = new byte[random.nextInt(LARGEST_RANDOM_FRAME)];
            random.nextBytes(frame);
            if (frame.length > 0) {
                frame[0] = (byte) TAGS.charAt(random.nextInt(TAGS.length()));
            }
            decodeOrRefuse(decoder, frame);
        }
    }

    @Test
    void mutated_streams_are_decoded_or_refused() {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            GoldenFile file = goldenFile();
            PgOutputDecoder decoder = decoderOf(file);
            for (byte[] frame : file.frames()) {
                decodeOrRefuse(decoder, random.nextInt(4) == 0 ? mutated(frame) : frame);
            }
        }
    }

    @Test
    void every_truncation_is_refused_and_changes_nothing() {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<GoldenFile> files = new ArrayList<>(golden);
        java.util.Collections.shuffle(files, random);
        for (GoldenFile file : files) {
            PgOutputDecoder decoder = file.decoder();
            MessageText text = new MessageText();
            List<String> rendered = new ArrayList<>();
            for (byte[] frame : file.frames()) {
                for (int length = 0; length < Math.min(frame.length, 300); length++) {
                    assertThat(decodeOrRefuse(decoder, Arrays.copyOf(frame, length)))
                            .as("seed %d, frame %s", seed, HexFormat.of().formatHex(frame))
                            .isFalse();
                }
                rendered.add(text.of(decoder.decode(frame, 0)));
            }
            assertThat(rendered).isEqualTo(file.rendered());
            if (System.nanoTime() > end) {
                return;
            }
        }
    }

    /// @return whether it was decoded
    private boolean decodeOrRefuse(PgOutputDecoder decoder, byte[] frame) {
        try {
            PgOutputMessage message = decoder.decode(frame, 0);
            assertThat(message.toString()).isNotNull();
            return true;
        } catch (DecodeException refused) {
            assertThat(refused).hasMessageStartingWith("Cannot decode ");
            return false;
        } catch (RuntimeException | Error other) {
            throw new AssertionError(
                    "Seed %d, frame %s".formatted(seed, HexFormat.of().formatHex(frame)), other);
        }
    }

    private byte[] mutated(byte[] frame) {
        byte[] mutated = frame.clone();
        switch (random.nextInt(5)) {
            case 0 -> mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            case 1 -> mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
            case 3 -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(9));
            default -> {
                int at = random.nextInt(mutated.length);
                int end = Math.min(mutated.length, at + Integer.BYTES);
                Arrays.fill(mutated, at, end, random.nextBoolean() ? (byte) 0xFF : (byte) 0x7F);
            }
        }
        return mutated;
    }

    private GoldenFile goldenFile() {
        return golden.get(random.nextInt(golden.size()));
    }

    /// One that has already been told of the file's relations and types.
    private static PgOutputDecoder decoderOf(GoldenFile file) {
        PgOutputDecoder decoder = file.decoder();
        file.frames().forEach(frame -> decoder.decode(frame, 0));
        return decoder;
    }
}
