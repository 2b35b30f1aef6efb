package io.meilibridge.config.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {

    /// Run with `-Dconfiguration.reference.rewrite=true` after changing the table of keys.
    @Test
    void the_reference_documentation_is_that_of_the_table() throws IOException {
        Path page = Path.of("docs/configuration.md");
        if (Boolean.getBoolean("configuration.reference.rewrite")) {
            Files.writeString(page, ConfigurationReference.render());
        }

        assertThat(Files.readString(page)).isEqualTo(ConfigurationReference.render());
    }

    @Test
    void every_default_can_be_read() {
        List<String> unreadable = new ArrayList<>();
        collect(Keys.ROOT, 0, unreadable);

        assertThat(unreadable).isEmpty();
    }

    private static void collect(Section section, int depth, List<String> unreadable) {
        for (Key key : section.keys()) {
            String text = key.defaultText();
            switch (key.shape()) {
                case Shape.Value value -> {
                    if (text != null && value.type().parse().apply(text) == null) {
                        unreadable.add(key.name());
                    }
                }
                case Shape.Group group -> collect(group.section().get(), depth + 1, unreadable);
                case Shape.Groups groups -> {
                    if (depth < 6) {
                        collect(groups.section().get(), depth + 1, unreadable);
                    }
                }
                case Shape.Values _, Shape.Named _, Shape.ValueOrGroup _, Shape.Free _ -> {}
            }
        }
    }

    @Test
    void every_other_place_leads_to_a_key() {
        for (Move move : Move.ALL) {
            String target = move.to();
            boolean renamedAgain = Move.ALL.stream().anyMatch(other -> other.from().equals(target));

            assertThat(Place.shapeOf(target).isPresent() || renamedAgain).as("%s", move).isTrue();
        }
    }

    @Test
    void every_secret_has_a_twin() {
        List<String> without = new ArrayList<>();
        secrets(Keys.ROOT, 0, without);

        assertThat(without).isEmpty();
    }

    private static void secrets(Section section, int depth, List<String> without) {
        for (Key key : section.keys()) {
            boolean secret =
                    key.shape() instanceof Shape.Value value
                            && value.type().name().equals("secret");
            if (secret && section.find(key.name() + "_file").isEmpty()) {
                without.add(key.name());
            }
            if (key.shape() instanceof Shape.Group group) {
                secrets(group.section().get(), depth + 1, without);
            } else if (key.shape() instanceof Shape.Groups groups && depth < 6) {
                secrets(groups.section().get(), depth + 1, without);
            }
        }
    }
}
