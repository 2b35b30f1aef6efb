package io.meilibridge.pgtype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever the bytes: each codec writes one line of valid JSON, or throws one of its two
/// exceptions. Bytes are random, or a valid value with a few bytes changed, cut off or added.
class PgTypePropertyTest {

    private static final long BUDGET_NANOS = 1_800_000_000L;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(1_000_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private static final String[] SEEDS = {
        "t",
        "12345",
        "-1.50",
        "1e+22",
        "NaN",
        "-infinity",
        "$1,234.56",
        "abc \"\\\n",
        "\\x00ff",
        "2024-01-31",
        "13:37:00.123+05:30",
        "2024-01-31 13:37:00.123+00",
        "0044-03-15 BC",
        "P1Y2M-3DT4H5M6.789S",
        "{\"a\": [1, null, \"\\ud83d\\ude00\"], \"b\": -1.5e3}",
        "\"a json string\"",
        "{1,NULL,\"a\\\"b\"}",
        "[0:1]={{1,2},{3,4}}",
        "\"a\"=>\"1\", \"b\"=>NULL",
        "[1,2.5,-3e2]",
        "1 2 3",
        "{(1,2),(3,4);(5,6),(7,8)}",
        "{[1,3),[5,)}",
        "héé日本😀",
        "\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0017",
        "\u0000\u0002\u0000\u0000\u0000\u0000\u0000\u0002\u0000\u0001\u0000\u0002",
        "\u0001{\"a\": 1}"
    };

    /// Bytes that forms hinge on.
    private static final String TELLING = "\n\r\t\"\\{}[](),:;=- \u0000\u00c3\u00ff0";

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void any_bytes_become_one_line_of_json_or_one_of_two_exceptions() {
        Map<TypeCodec, List<String>> codecs = new LinkedHashMap<>();
        codecs().forEach(codec -> codecs.put(codec, taken(codec)));
        long end = System.nanoTime() + BUDGET_NANOS;
        int written = 0;
        for (int round = 0; System.nanoTime() < end || round < 20; round++) {
            for (Map.Entry<TypeCodec, List<String>> entry : codecs.entrySet()) {
                TypeCodec codec = entry.getKey();
                byte[] bytes = bytes(entry.getValue());
                written += tryOut(codec, row(ValueKind.TEXT, bytes)) ? 1 : 0;
                written += tryOut(codec, row(ValueKind.BINARY, bytes)) ? 1 : 0;
            }
        }
        assertThat(written).as("values that were taken").isGreaterThan(1000);
    }

    private static List<TypeCodec> codecs() {
        TypeOptions others = new TypeOptions(NumericForm.STRING, TimestampForm.EPOCH_MS);
        List<TypeCodec> codecs = new ArrayList<>();
        for (BuiltInType type : BuiltInType.values()) {
            for (TypeOptions options : List.of(TypeOptions.DEFAULTS, others)) {
                codecs.add(TypeCodecs.of(ColumnType.builtIn(type.oid()), options));
                codecs.add(TypeCodecs.of(ColumnType.builtIn(type.arrayOid()), options));
            }
        }
        for (String name : List.of("hstore", "citext", "vector", "mood", "geometry")) {
            for (String prefix : List.of("", "_")) {
                ColumnType type = new ColumnType(20_000, "public", prefix + name);
                codecs.add(TypeCodecs.of(type, TypeOptions.DEFAULTS));
            }
        }
        return codecs;
    }

    /// The seeds that are values of the codec's type: what is worth changing a little.
    private List<String> taken(TypeCodec codec) {
        return Stream.of(SEEDS)
                .filter(seedText -> {
                    byte[] bytes = seedText.getBytes(StandardCharsets.UTF_8);
                    return tryOut(codec, row(ValueKind.TEXT, bytes))
                            || tryOut(codec, row(ValueKind.BINARY, bytes));
                })
                .toList();
    }

    /// Whether the codec took the bytes.
    private boolean tryOut(TypeCodec codec, Row row) {
        JsonOutput out = new JsonOutput(16);
        try {
            codec.write(row, 0, out);
        } catch (MappingException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.UNMAPPABLE_VALUE);
            return false;
        } catch (DecodeException e) {
            return false;
        } catch (RuntimeException e) {
            return fail(describe(codec, row), e);
        }
        String json = new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
        assertThat(out.depth()).isEqualTo(1);
        assertThat(json).as(describe(codec, row)).doesNotContain("\n", "\r");
        try {
            MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            fail(describe(codec, row) + " -> " + json, e);
        }
        askOtherwise(codec, row);
        return true;
    }

    private void askOtherwise(TypeCodec codec, Row row) {
        try {
            String text = codec.text(row, 0);
            codec.number(row, 0);
            if (codec.family().isTime()) {
                assertThat(codec.micros(row, 0)).isEqualTo(codec.micros(text).orElseThrow());
            }
        } catch (RuntimeException e) {
            fail(describe(codec, row), e);
        }
    }

    private String describe(TypeCodec codec, Row row) {
        byte[] value = new byte[row.length(0)];
        System.arraycopy(row.bytes(), row.start(0), value, 0, value.length);
        return "%s %s, %s %s, seed %d"
                .formatted(
                        codec.getClass().getSimpleName(),
                        codec.family(),
                        row.kind(0),
                        HexFormat.of().formatHex(value),
                        seed);
    }

    private byte[] bytes(List<String> taken) {
        String start =
                taken.isEmpty()
                        ? SEEDS[random.nextInt(SEEDS.length)]
                        : taken.get(random.nextInt(taken.size()));
        byte[] valid = start.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(8)) {
            case 0 -> randomBytes(random.nextInt(24));
            case 1 -> valid;
            case 2, 3, 4, 5 -> changed(valid);
            case 6 -> Arrays.copyOf(valid, random.nextInt(valid.length + 4));
            default -> numbers();
        };
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] changed(byte[] valid) {
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String from = random.nextBoolean() ? TELLING : SEEDS[random.nextInt(SEEDS.length)];
            byte[] other = from.getBytes(StandardCharsets.ISO_8859_1);
            bytes[random.nextInt(bytes.length)] = other[random.nextInt(other.length)];
        }
        return bytes;
    }

    /// Small 32 bit numbers, which binary forms are full of.
    private byte[] numbers() {
        ByteBuffer buffer = ByteBuffer.allocate(4 * random.nextInt(8));
        while (buffer.hasRemaining()) {
            buffer.putInt(random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(10) - 1);
        }
        return buffer.array();
    }

    /// The value lies inside a larger array, whose other bytes must not be touched or seen.
    private Row row(ValueKind kind, byte[] value) {
        byte[] around = randomBytes(value.length + 16);
        System.arraycopy(value, 0, around, 8, value.length);
        return new Row(around, new int[] {kind.tag(), 8, value.length});
    }
}
