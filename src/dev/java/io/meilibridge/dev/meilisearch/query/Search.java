package io.meilibridge.dev.meilisearch.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.index.StoredDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds documents that have every word of a query, in any of the searchable attributes, as the
/// start of one of their words.
///
/// @param searchable `*` or names of attributes, dotted ones too
public record Search(
        String query, @Nullable Filter filter, @Nullable Sort sort, List<String> searchable) {

    private static final Pattern WORD_BREAK = Pattern.compile("[^\\p{L}\\p{N}]+");

    private record Hit(JsonNode document, int wholeWords) {}

    public Search {
        searchable = List.copyOf(searchable);
    }

    /// All hits, best first.
    public List<JsonNode> hits(Collection<StoredDocument> documents) {
        List<String> wanted = words(query);
        List<Hit> hits = new ArrayList<>();
        for (StoredDocument stored : documents) {
            JsonNode document = stored.tree();
            if (filter == null || filter.matches(document)) {
                int wholeWords = match(document, wanted);
                if (wholeWords >= 0) {
                    hits.add(new Hit(document, wholeWords));
                }
            }
        }
        if (!wanted.isEmpty()) {
            hits.sort(Comparator.comparingInt(Hit::wholeWords).reversed());
        }
        if (sort != null) {
            hits.sort(Comparator.comparing(Hit::document, sort.comparator()));
        }
        return hits.stream().map(Hit::document).toList();
    }

    /// @return how many of the words were found whole; negative when one was not found
    private int match(JsonNode document, List<String> wanted) {
        if (wanted.isEmpty()) {
            return 0;
        }
        List<String> present = new ArrayList<>();
        if (searchable.contains("*")) {
            collect(document, present);
        } else {
            for (String attribute : searchable) {
                Attributes.values(document, attribute).forEach(value -> collect(value, present));
            }
        }
        int whole = 0;
        for (String word : wanted) {
            if (present.contains(word)) {
                whole++;
            } else if (present.stream().noneMatch(candidate -> candidate.startsWith(word))) {
                return -1;
            }
        }
        return whole;
    }

    private static void collect(JsonNode value, List<String> words) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!field.getKey().startsWith("_")) {
                    collect(field.getValue(), words);
                }
            }
        } else if (value.isArray()) {
            value.forEach(item -> collect(item, words));
        } else if (!value.isNull()) {
            words.addAll(words(value.asText()));
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(WORD_BREAK.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
