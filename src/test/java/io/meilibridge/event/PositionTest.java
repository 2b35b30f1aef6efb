package io.meilibridge.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PositionTest {

    @Test
    void order_is_by_commit_then_by_ordinal() {
        Position first = new Position(new Lsn(5), 0);
        Position second = new Position(new Lsn(5), 10);
        Position third = new Position(new Lsn(6), 1);
        Position last = new Position(new Lsn(-1), 0);

        assertThat(Stream.of(last, third, second, first).sorted())
                .isEqualTo(List.of(first, second, third, last));
        assertThat(first).isEqualByComparingTo(new Position(new Lsn(5), 0));
    }

    @Test
    void an_ordinal_is_not_negative() {
        assertThatThrownBy(() -> new Position(new Lsn(5), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Ordinal -1 is negative.");
    }

    @Test
    void text_names_both() {
        assertThat(new Position(new Lsn(255), 3)).hasToString("0/FF#3");
    }
}
