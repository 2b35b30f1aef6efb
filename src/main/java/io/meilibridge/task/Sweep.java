package io.meilibridge.task;

import io.meilibridge.fault.Failpoints;
import io.meilibridge.meilisearch.IndexDocuments;
import io.meilibridge.snapshot.Beside;
import io.meilibridge.snapshot.RowsOfDocuments;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Goes through all documents of an index and has those deleted whose row is not there any more.
///
/// From the end to the beginning, so that what is deleted moves nothing that is still to come. What
/// others put in before may move documents towards the end: each page has to hold some of the page
/// before, else it is begun further up.
final class Sweep {

    private static final int PAGE = 1000;
    private static final int OVERLAP = 100;
    private static final int STEPS_UP_MAX = 5;

    private final IndexDocuments documents;
    private final RowsOfDocuments rows;
    private final Supplier<@Nullable Beside> beside;
    private final BooleanSupplier goOn;

    // Where it is.
    private long end = -1;
    private Set<String> seen = Set.of();
    private int stepsUp;

    /// @param beside what is open now; null between two streams
    /// @param goOn whether it is to go on
    Sweep(
            IndexDocuments documents,
            RowsOfDocuments rows,
            Supplier<@Nullable Beside> beside,
            BooleanSupplier goOn) {
        this.documents = documents;
        this.rows = rows;
        this.beside = beside;
        this.goOn = goOn;
    }

    /// @return whether it came to the beginning of the index
    /// @throws io.meilibridge.fault.PipelineException when index or table cannot be read
    boolean run() throws InterruptedException {
        String keyField = rows.keyField();
        if (end < 0) {
            end = documents.page(keyField, 0, 1).total();
        }
        while (end > 0 && goOn.getAsBoolean()) {
            page(keyField);
        }
        return end == 0;
    }

    private void page(String keyField) throws InterruptedException {
        long begin = Math.max(0, end - PAGE);
        int size = Math.toIntExact(end - begin) + (seen.isEmpty() ? 0 : OVERLAP);
        IndexDocuments.Page page = documents.page(keyField, begin, size);
        boolean follows = seen.isEmpty() || !Collections.disjoint(seen, page.ids());
        if (!follows && stepsUp < STEPS_UP_MAX && end < page.total()) {
            stepsUp++;
            end = Math.min(page.total(), end + PAGE);
        } else if (isRemoved(page.ids())) {
            seen = new HashSet<>(page.ids().subList(0, Math.min(OVERLAP, page.ids().size())));
            stepsUp = 0;
            end = begin;
            Failpoints.haltAt("halt-in-sweep");
        }
    }

    private boolean isRemoved(List<String> ids) throws InterruptedException {
        Beside present = beside.get();
        if (present == null) {
            Thread.sleep(50);
            return false;
        }
        return rows.removeVanished(present, ids, goOn);
    }
}
