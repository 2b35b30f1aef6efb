package io.meilibridge.config.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something that may be written in a group: a key, or the other place of one.
///
/// @param written the names to write, dotted where the other place is deeper
/// @param shape what may stand there
/// @param pattern the key's own path, with `[]` after lists
public record Place(String written, Shape shape, String pattern) {

    /// Everything that may be written in the group whose own path is `pattern` (empty for the
    /// root): its keys first.
    public static List<Place> in(Section section, String pattern) {
        List<Place> places = new ArrayList<>();
        String start = pattern.isEmpty() ? "" : pattern + ".";
        for (Key key : section.keys()) {
            boolean list = key.shape() instanceof Shape.Groups;
            places.add(new Place(key.name(), key.shape(), start + key.name() + (list ? "[]" : "")));
        }
        for (Move move : Move.ALL) {
            if (move.from().startsWith(start)) {
                String written = move.from().substring(start.length());
                shapeOf(move.to())
                        .filter(_ -> !written.contains("[]") && !isKey(section, written))
                        .ifPresent(shape -> places.add(new Place(written, shape, move.to())));
            }
        }
        return places;
    }

    /// What may stand at a path of keys.
    public static Optional<Shape> shapeOf(String pattern) {
        Section section = Keys.ROOT;
        Shape shape = null;
        for (String name : pattern.replace("[]", "").split("\\.", -1)) {
            Optional<Key> key = section == null ? Optional.empty() : section.find(name);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            shape = key.get().shape();
            section =
                    switch (shape) {
                        case Shape.Group group -> group.section().get();
                        case Shape.Groups groups -> groups.section().get();
                        case Shape.ValueOrGroup either -> either.section().get();
                        case Shape.Value _, Shape.Values _, Shape.Named _, Shape.Free _ -> null;
                    };
        }
        return Optional.ofNullable(shape);
    }

    /// Deeper places of keys that are groups of this section are offered there, not here.
    private static boolean isKey(Section section, String written) {
        int dot = written.indexOf('.');
        String first = dot < 0 ? written : written.substring(0, dot);
        return section.find(first).map(key -> key.shape() instanceof Shape.Group).orElse(false);
    }
}
