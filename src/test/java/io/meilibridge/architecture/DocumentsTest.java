package io.meilibridge.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.telemetry.metric.MetricNames;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents say of the code what is so.
class DocumentsTest {

    private static final Path OPERATIONS = Path.of("docs/operations.md");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");
    private static final Pattern TEST_CLASS = Pattern.compile("\\b([A-Z][a-z]\\w+(?:Test|IT))\\b");

    @Test
    void every_error_code_has_its_row_and_every_row_its_code() throws IOException {
        Set<String> codes =
                Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::name)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found(CODE_ROW, Files.readString(OPERATIONS)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void every_metric_is_named() throws IOException, IllegalAccessException {
        String page = Files.readString(OPERATIONS);
        List<String> unnamed = new ArrayList<>();
        for (Field constant : MetricNames.class.getFields()) {
            String name = Modifier.isStatic(constant.getModifiers()) ? value(constant) : "";
            if (name.startsWith("meilibridge_")
                    && !page.contains("`" + name.substring("meilibridge_".length()) + "`")) {
                unnamed.add(name);
            }
        }

        assertThat(unnamed).isEmpty();
    }

    private static String value(Field constant) throws IllegalAccessException {
        return constant.get(null) instanceof String text ? text : "";
    }

    @Test
    void every_link_leads_to_a_file() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Path folder = page.toAbsolutePath().getParent();
            for (String target : found(LINK, Files.readString(page))) {
                if (!target.contains(":")
                        && folder != null
                        && !Files.exists(folder.resolve(target))) {
                    broken.add(page + " → " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void every_test_class_named_in_a_page_exists() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path page : pages()) {
            named.addAll(found(TEST_CLASS, Files.readString(page)));
        }
        Set<String> known = new TreeSet<>();
        ProjectClasses.TESTS.forEach(test -> known.add(test.getSimpleName()));
        named.removeAll(Set.of("XTest", "XPropertyTest", "XIT"));

        assertThat(known).containsAll(named);
    }

    @Test
    void the_smallest_configuration_is_the_same_everywhere() throws IOException {
        String smallest =
                "sync_tasks: [ { id: products, table: public.products, index: products } ]";

        for (String page : List.of("README.md", "docs/operations.md", "docs/configuration.md")) {
            assertThat(Files.readString(Path.of(page))).contains(smallest);
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> root = Files.list(Path.of("."));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .forEach(pages::add);
        }
        assertThat(pages).hasSizeGreaterThan(8);
        return pages;
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
