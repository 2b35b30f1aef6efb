package io.meilibridge.pgoutput;

import io.meilibridge.event.Relation;
import io.meilibridge.fault.Failpoints;
import org.jspecify.annotations.Nullable;

/// The tables that the stream has announced, by OID, each as it was announced last. A hash table
/// with open addressing, so that a look-up, one a row, costs no boxed key.
final class RelationCache {

    private static final int INITIAL_CAPACITY = 16;

    /// Spreads OIDs, which tend to come in runs: 2^32 divided by the golden ratio.
    private static final int SPREAD = 0x9E3779B9;

    private static final boolean KEEP_FIRST = Failpoints.on("keep-first-relation");

    /// A power of two of places, at most half of them taken.
    private @Nullable Relation[] places = new @Nullable Relation[INITIAL_CAPACITY];

    private int size;

    @Nullable Relation get(int oid) {
        return places[place(oid)];
    }

    void put(Relation relation) {
        int place = place(relation.oid());
        if (places[place] == null && ++size > places.length / 2) {
            grow();
            place = place(relation.oid());
        }
        if (!KEEP_FIRST || places[place] == null) {
            places[place] = relation;
        }
    }

    void clear() {
        places = new @Nullable Relation[INITIAL_CAPACITY];
        size = 0;
    }

    /// Where the relation is, or the free place where it belongs.
    private int place(int oid) {
        int mask = places.length - 1;
        int place = (oid * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
        Relation relation = places[place];
        while (relation != null && relation.oid() != oid) {
            place = (place + 1) & mask;
            relation = places[place];
        }
        return place;
    }

    private void grow() {
        @Nullable Relation[] old = places;
        places = new @Nullable Relation[old.length * 2];
        for (Relation relation : old) {
            if (relation != null) {
                places[place(relation.oid())] = relation;
            }
        }
    }
}
