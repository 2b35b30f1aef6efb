package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RelationCacheTest {

    private final RelationCache cache = new RelationCache();

    @Test
    void knows_what_a_map_would_know() {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<Integer, Relation> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Close together, as OIDs are, and now and then anywhere.
            int oid = random.nextInt(10) == 0 ? random.nextInt() : 16_384 + random.nextInt(5_000);
            Relation relation = relation(oid);
            cache.put(relation);
            expected.put(oid, relation);
        }

        expected.forEach((oid, relation) ->
                assertThat(cache.get(oid)).as("seed %d", seed).isSameAs(relation));
        for (int oid = 0; oid < 1_000; oid++) {
            assertThat(cache.get(oid)).as("seed %d", seed).isSameAs(expected.get(oid));
        }
    }

    @Test
    void zero_is_an_oid_like_any_other() {
        assertThat(cache.get(0)).isNull();
        Relation zero = relation(0);
        cache.put(zero);

        assertThat(cache.get(0)).isSameAs(zero);
    }

    @Test
    void forgets_all_when_cleared() {
        cache.put(relation(16_384));

        cache.clear();

        assertThat(cache.get(16_384)).isNull();
    }

    private static Relation relation(int oid) {
        return new Relation(
                oid, new TableName("public", "t" + oid), ReplicaIdentity.DEFAULT, List.of());
    }
}
