package io.meilibridge.config.load;

import io.meilibridge.config.key.Key;
import io.meilibridge.config.key.Section;
import io.meilibridge.config.key.Shape;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.report.Shown;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import io.meilibridge.config.tree.Sequence;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the file that a `…_file` key names and puts its text, without the newline at its end,
/// where the key without `_file` belongs.
final class SecretFiles {

    private final FileAccess files;
    private final Report report;

    SecretFiles(FileAccess files, Report report) {
        this.files = files;
        this.report = report;
    }

    void read(Mapping group, Section section, String path) {
        for (Key key : section.keys()) {
            Node node = group.entries().get(key.name());
            String at = KeyTexts.join(path, key.name());
            if (section.find(key.name() + "_file").isPresent()) {
                twin(group, key.name(), at);
            } else if (node instanceof Mapping inner && key.shape() instanceof Shape.Group shape) {
                read(inner, shape.section().get(), at);
            } else if (node instanceof Sequence list && key.shape() instanceof Shape.Groups shape) {
                for (int i = 0; i < list.items().size(); i++) {
                    if (list.items().get(i) instanceof Mapping item) {
                        read(item, shape.section().get(), at + "[" + i + "]");
                    }
                }
            }
        }
    }

    private void twin(Mapping group, String name, String path) {
        if (!(group.entries().get(name + "_file") instanceof Scalar file)
                || KeyTexts.isNull(file)) {
            return;
        }
        Node given = group.entries().get(name);
        if (given != null && !KeyTexts.isNull(given)) {
            report.fault(
                    path,
                    given.origin(),
                    "expected either this key or " + name + "_file, got both");
            return;
        }
        String text = read(file, path + "_file");
        if (text != null) {
            group.entries().remove(name + "_file");
            group.entries()
                    .put(name, new Scalar(text, file.written(), Scalar.Form.TEXT, file.origin()));
        }
    }

    private @Nullable String read(Scalar file, String path) {
        try {
            String text = files.read(Path.of(file.text()));
            String stripped = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            stripped =
                    stripped.endsWith("\r")
                            ? stripped.substring(0, stripped.length() - 1)
                            : stripped;
            if (!stripped.isEmpty()) {
                return stripped;
            }
            report.fault(
                    path, file.origin(), "expected a file that is not empty, got an empty one");
        } catch (CharacterCodingException _) {
            report.fault(path, file.origin(), "expected a file in UTF-8, got other bytes");
        } catch (IOException | InvalidPathException _) {
            report.fault(
                    path,
                    file.origin(),
                    "expected a file that can be read, got none at " + Shown.text(file.written()));
        }
        return null;
    }
}
