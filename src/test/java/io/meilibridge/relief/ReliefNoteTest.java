package io.meilibridge.relief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReliefNoteTest {

    @Test
    void a_note_is_read_as_it_was_written() {
        ReliefNote note =
                new ReliefNote(
                        "products",
                        List.of(
                                new ReliefNote.Queue("meilibridge:relief:a b:mct7-1", 12),
                                new ReliefNote.Queue("meilibridge:relief:a b:mct8-1", 0)));
        assertThat(ReliefNote.of(note.text())).isEqualTo(note);
    }

    @Test
    void what_is_no_note_is_refused() {
        assertThatThrownBy(() -> ReliefNote.of("products\n12"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReliefNote.of("products\ntwelve q"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
