package io.meilibridge.pgtype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An example of `docs/types.md`: an SQL expression and the JSON that the page promises for it.
record PageExample(String sql, String json) {

    private static final Pattern LINE = Pattern.compile("\\| [^`|]+ \\| `(.+)` \\| `(.+)` \\|");
    private static final int EXAMPLES_MIN = 40;

    static List<PageExample> all() throws IOException {
        List<PageExample> examples = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs", "types.md"))) {
            Matcher cells = LINE.matcher(line);
            if (cells.matches()) {
                examples.add(new PageExample(cells.group(1), cells.group(2)));
            }
        }
        assertThat(examples).hasSizeGreaterThan(EXAMPLES_MIN);
        return examples;
    }
}
