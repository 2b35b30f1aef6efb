package io.meilibridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Position SOMEWHERE = new Position(Lsn.parse("0/100"), 0);

    private final Windows windows = new Windows();

    @Test
    void what_the_stream_changed_is_left_out_of_what_was_read() {
        Window window = windows.open();
        windows.record(List.of(replace("2"), new Delete(SOMEWHERE, new DocumentId("3"))));

        List<DocumentChange> current =
                window.current(List.of(replace("1"), replace("2"), replace("3"), replace("4")));

        assertThat(current)
                .extracting(change -> ((Replace) change).id().value())
                .containsExactly("1", "4");
    }

    @Test
    void a_truncate_leaves_out_everything() {
        Window window = windows.open();
        windows.record(List.of(new DeleteAll(SOMEWHERE, "")));

        assertThat(window.current(List.of(replace("1")))).isEmpty();
    }

    @Test
    void a_window_knows_only_what_came_while_it_was_open() {
        windows.record(List.of(replace("1")));
        Window window = windows.open();
        windows.close(window);
        windows.record(List.of(replace("2")));

        assertThat(window.current(List.of(replace("1"), replace("2")))).hasSize(2);
    }

    @Test
    void a_window_says_when_more_changed_than_it_keeps() {
        Window window = windows.open();
        List<DocumentChange> many = new ArrayList<>();
        for (int i = 0; i < Window.IDS_MAX; i++) {
            many.add(replace(Integer.toString(i)));
        }
        windows.record(many);
        boolean whenFull = window.hasOverflowed();
        windows.record(List.of(replace("0"), replace("one more")));

        assertThat(whenFull).isFalse();
        assertThat(window.hasOverflowed()).isTrue();
    }

    private static Replace replace(String id) {
        return new Replace(SOMEWHERE, new DocumentId(id), Document.of("{\"id\":\"" + id + "\"}"));
    }
}
