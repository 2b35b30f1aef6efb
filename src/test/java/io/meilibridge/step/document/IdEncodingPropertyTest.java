package io.meilibridge.step.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IdEncodingPropertyTest {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,511}");

    /// Few pieces of few characters, so that near misses are common.
    private static final List<String> PIECES =
            List.of("", "_", "__", "a", "A", "5", "F", "h", "-", "_5F", "_h", " ", "ä", "\u0001");

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private record Key(String prefix, List<String> parts) {}

    @Test
    void two_keys_never_share_an_id() {
        requireDistinct(true);
    }

    @Test
    void two_keys_without_prefix_never_share_an_id() {
        requireDistinct(false);
    }

    private void requireDistinct(boolean prefixed) {
        Map<String, Key> keys = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Key key = prefixed ? key() : new Key("", key().parts());
            String id = encode(key);
            Key before = keys.putIfAbsent(id, key);
            if (!ID.matcher(id).matches() || (before != null && !before.equals(key))) {
                fail("%s and %s both have id '%s', seed %d", key, before, id, seed);
            }
        }
        assertThat(keys).as("seed %d", seed).hasSizeGreaterThan(5_000);
    }

    @Test
    void an_id_begins_with_its_own_prefix_and_no_other() {
        for (int i = 0; i < 20_000; i++) {
            Key key = key();
            String id = encode(key);
            Key other = key();
            String otherPrefix = new IdEncoding(other.prefix()).idPrefix();
            if (id.startsWith(otherPrefix) != key.prefix().equals(other.prefix())) {
                fail("%s has id '%s', other prefix '%s', seed %d", key, id, otherPrefix, seed);
            }
        }
    }

    @Test
    void long_keys_become_digests_that_keep_the_prefix() {
        Key key = new Key("shop", List.of("x".repeat(600)));
        String id = encode(key);
        assertThat(id).startsWith("shop___h").hasSize(8 + 64);
        assertThat(id).isNotEqualTo(encode(new Key("shop", List.of("x".repeat(601)))));
        // A key that is such a digest is not mistaken for it.
        assertThat(encode(new Key("shop", List.of(id.substring(6))))).isNotEqualTo(id);
    }

    @Test
    void forms_are_as_documented() {
        assertThat(encode(new Key("", List.of("a b")))).isEqualTo("a_20b");
        assertThat(encode(new Key("", List.of("a", "b")))).isEqualTo("a__b");
        assertThat(encode(new Key("", List.of("ä_")))).isEqualTo("_C3_A4_5F");
        assertThat(encode(new Key("", List.of("")))).isEqualTo("_");
        assertThat(encode(new Key("", List.of("", "")))).isEqualTo("__");
        assertThat(encode(new Key("shop", List.of("7")))).isEqualTo("shop__7");
        assertThat(encode(new Key("my_shop", List.of("7")))).isEqualTo("my_5Fshop__7");
        assertThat(encode(new Key("", List.of("x".repeat(511))))).isEqualTo("x".repeat(511));
    }

    private Key key() {
        // Ids of tasks with a prefix and without one never meet in an index.
        String prefix = text() + "p";
        // The number of parts is the table's, the same for all its rows; tasks may differ in it.
        List<String> parts = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            parts.add(random.nextInt(50) == 0 ? text().repeat(200) : text());
        }
        return new Key(random.nextInt(4) == 0 ? "p" : prefix, parts);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String encode(Key key) {
        IdEncoding encoding = new IdEncoding(key.prefix());
        for (String part : key.parts()) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            encoding.part(utf8, 0, utf8.length);
        }
        return encoding.finish();
    }
}
