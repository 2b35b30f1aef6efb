package io.meilibridge.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Sending a batch has the effect of its changes one by one. The seed is `-Dmeilibridge.test.seed`.
class CoalescingPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 20_000;

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void a_batch_equals_its_changes_one_by_one() throws JsonProcessingException {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, ObjectNode> before = randomIndex();
            List<DocumentChange> changes = randomChanges();
            Batch batch = new Batch();
            batch.addAll(changes);

            Map<String, ObjectNode> oneByOne = copy(before);
            for (DocumentChange change : changes) {
                apply(oneByOne, change);
            }
            Map<String, ObjectNode> folded = copy(before);
            send(folded, batch);

            assertThat(folded)
                    .as("seed %d, round %d, changes %s", seed, round, changes)
                    .isEqualTo(oneByOne);
            assertThat(batch.rows()).isEqualTo(changes.size());
        }
    }

    /// What the requests of a batch do, in any order of those with disjoint ids.
    private void send(Map<String, ObjectNode> index, Batch batch) throws JsonProcessingException {
        List<DocumentChange> requests = new ArrayList<>();
        requests.addAll(batch.deletes());
        requests.addAll(batch.patches());
        requests.addAll(batch.replaces());
        assertThat(requests.stream().map(CoalescingPropertyTest::id).distinct())
                .hasSize(batch.changeCount());
        if (batch.deleteAll() != null) {
            index.clear();
        }
        for (DocumentChange change : requests) {
            apply(index, change);
        }
    }

    private static String id(DocumentChange change) {
        return ((DocumentChange.OfDocument) change).id().value();
    }

    private static void apply(Map<String, ObjectNode> index, DocumentChange change)
            throws JsonProcessingException {
        switch (change) {
            case Replace replace -> index.put(id(replace), parse(replace.document()));
            case Patch patch -> {
                ObjectNode present = index.get(id(patch));
                if (present != null) {
                    present.setAll(parse(patch.document()));
                }
            }
            case Delete delete -> index.remove(id(delete));
            case DeleteAll all -> index.clear();
        }
    }

    private static ObjectNode parse(Document document) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(document.json());
    }

    private Map<String, ObjectNode> randomIndex() {
        Map<String, ObjectNode> index = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            if (random.nextBoolean()) {
                index.put(String.valueOf(i), randomDocument(i));
            }
        }
        return index;
    }

    private List<DocumentChange> randomChanges() {
        List<DocumentChange> changes = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(4);
            Position position = new Position(new Lsn(100), i);
            DocumentId documentId = new DocumentId(String.valueOf(id));
            changes.add(
                    switch (random.nextInt(10)) {
                        case 0, 1, 2 -> new Replace(position, documentId, document(id));
                        case 3, 4, 5, 6 -> new Patch(position, documentId, document(id));
                        case 7, 8 -> new Delete(position, documentId);
                        default -> new DeleteAll(position, "");
                    });
        }
        return changes;
    }

    /// Rendered with the space and the escapes that JSON allows, in a larger array.
    private Document document(int id) {
        String json = randomDocument(id).toString();
        if (random.nextBoolean()) {
            json = json.replace(",\"", " ,\t\"").replace("{\"id\"", "{ \"id\"");
        }
        byte[] bytes = ("xx" + json + "yy").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Document(bytes, 2, bytes.length - 4);
    }

    private ObjectNode randomDocument(int id) {
        ObjectNode document = JSON.createObjectNode().put("id", id);
        String[] texts = {"", "plain", "quo\"te", "back\\slash", "{\"a\":[1]}", "ü€😀", "],}"};
        for (String field : List.of("a", "b\"c", "d", "ü")) {
            switch (random.nextInt(6)) {
                case 0 -> document.put(field, random.nextInt());
                case 1 -> document.put(field, texts[random.nextInt(texts.length)]);
                case 2 -> document.putNull(field);
                case 3 -> document.putObject(field).put("x", "}").putArray("y").add("]").add(1.5);
                case 4 -> document.putArray(field).add(true).addObject().put("k", "\"");
                default -> {}
            }
        }
        return document;
    }

    private static Map<String, ObjectNode> copy(Map<String, ObjectNode> index) {
        Map<String, ObjectNode> copy = new TreeMap<>();
        index.forEach((id, document) -> copy.put(id, document.deepCopy()));
        return copy;
    }
}
