package io.meilibridge.relief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.batch.Batch;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is put aside comes back as it was. The seed is `-Dmeilibridge.test.seed`.
class ReliefEntryTest {

    private static final Position AT = new Position(new Lsn(0x16B3748), 0);

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void a_batch_comes_back_as_it_was() throws IOException {
        for (int round = 0; round < 300; round++) {
            Batch batch = new Batch();
            for (int i = random.nextInt(60); i > 0; i--) {
                batch.add(change());
            }
            ReliefEntry back = ReliefEntry.of(new ReliefEntry(batch, "schlüssel").bytes());

            assertThat(back.keyField()).isEqualTo("schlüssel");
            assertThat(text(back.batch())).as("seed %d", seed).isEqualTo(text(batch));
            assertThat(back.batch().bytes()).isEqualTo(batch.bytes());
        }
    }

    @Test
    void documents_that_share_an_array_come_back_alone() throws IOException {
        byte[] both = "{\"id\":1}{\"id\":2}".getBytes(StandardCharsets.UTF_8);
        Batch batch = new Batch();
        batch.add(new Replace(at(), new DocumentId("1"), new Document(both, 0, 8)));
        batch.add(new Patch(at(), new DocumentId("2"), new Document(both, 8, 8)));

        Batch back = ReliefEntry.of(new ReliefEntry(batch, "id").bytes()).batch();

        assertThat(back.replaces().getFirst().document().json()).isEqualTo("{\"id\":1}");
        assertThat(back.patches().getFirst().document().json()).isEqualTo("{\"id\":2}");
    }

    @Test
    void text_of_documents_takes_little_space() {
        Batch batch = new Batch();
        for (int i = 0; i < 1000; i++) {
            batch.add(
                    new Replace(
                            AT,
                            new DocumentId("" + i),
                            Document.of("{\"id\":" + i + ",\"name\":\"product " + i + "\"}")));
        }
        assertThat((long) new ReliefEntry(batch, "id").bytes().length)
                .isLessThan(batch.bytes() / 2);
    }

    @Test
    void what_is_damaged_is_refused() {
        Batch batch = new Batch();
        for (int i = 0; i < 20; i++) {
            batch.add(change());
        }
        byte[] whole = new ReliefEntry(batch, "id").bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ReliefEntry.of(cut)).isInstanceOf(IOException.class);
        }
        for (int i = 0; i < 500; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(readAs(flipped))
                    .as("seed %d", seed)
                    .isIn("unreadable", text(batch).toString());
        }
    }

    /// A few bits mean nothing.
    private static String readAs(byte[] bytes) {
        try {
            return text(ReliefEntry.of(bytes).batch()).toString();
        } catch (IOException unreadable) {
            return "unreadable";
        }
    }

    private DocumentChange change() {
        DocumentId id = new DocumentId("i" + random.nextInt(25) + "ä");
        Document document =
                Document.of("{\"id\":\"%s\",\"v\":\"%x €\"}".formatted(id, random.nextLong()));
        return switch (random.nextInt(20)) {
            case 0 -> new DeleteAll(at(), random.nextBoolean() ? "" : "pre-");
            case 1, 2, 3, 4 -> new Delete(at(), id);
            case 5, 6, 7, 8, 9, 10 -> new Patch(at(), id, document);
            default -> new Replace(at(), id, document);
        };
    }

    private Position at() {
        return new Position(new Lsn(random.nextLong()), random.nextInt(1000));
    }

    private static List<String> text(Batch batch) {
        List<String> text = new ArrayList<>();
        text.add(String.valueOf(batch.deleteAll()));
        batch.replaces().forEach(each -> text.add(each + each.document().json()));
        batch.patches().forEach(each -> text.add(each + each.document().json()));
        batch.deletes().forEach(each -> text.add(each.toString()));
        return text;
    }
}
