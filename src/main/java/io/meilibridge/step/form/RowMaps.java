package io.meilibridge.step.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Change events as maps: as their JSON, but `columns` and `identity` are maps from a column's name
/// to its value, so that `columns.price` is the price. Numbers with a fraction are [BigDecimal]:
/// they keep their digits.
public final class RowMaps {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

    private static final String HINT =
            "Leave in the body what the step was given: a list with one item for each change, in"
                    + " their order, without those that are to be dropped. See docs/routes.md.";

    private RowMaps() {}

    /// The maps of events in their JSON form; they may be changed.
    public static List<Map<String, @Nullable Object>> of(byte[] json) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        for (Object item : list(json)) {
            Map<String, @Nullable Object> map = map(item, "an item");
            map.computeIfPresent("identity", (_, columns) -> byName(columns, "identity"));
            map.computeIfPresent("columns", (_, columns) -> byName(columns, "columns"));
            maps.add(map);
        }
        return maps;
    }

    /// @throws MappingException when the bytes are not a JSON array
    public static List<Object> list(byte[] json) {
        try {
            List<Object> list = MAPPER.readValue(json, LIST);
            if (list != null) {
                return list;
            }
        } catch (IOException e) {
            // Refused below, without the value that the exception's message holds.
        }
        throw unusable("expected a JSON array, got something else");
    }

    static Map<String, @Nullable Object> map(@Nullable Object value, String what) {
        if (!(value instanceof Map<?, ?> map)) {
            throw unusable("expected " + what + " to be a map, got " + kind(value));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((name, content) -> named.put(String.valueOf(name), content));
        return named;
    }

    /// Columns from either form: a map, or a list of `{name, value}`.
    static Map<String, @Nullable Object> byName(@Nullable Object columns, String what) {
        if (!(columns instanceof List<?> list)) {
            return map(columns, "'" + what + "'");
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (Object item : list) {
            Map<String, @Nullable Object> column = map(item, "an item of '" + what + "'");
            Object name = column.get("name");
            if (name == null || !column.containsKey("value")) {
                throw unusable("expected name and value in '" + what + "', got one without");
            }
            if (named.containsKey(name.toString())) {
                throw unusable("expected column '" + name + "' once, got it twice");
            }
            named.put(name.toString(), column.get("value"));
        }
        return named;
    }

    /// Whether two values are the same JSON: numbers by what they are worth.
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return decimal(a).compareTo(decimal(b)) == 0;
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            boolean same = a.size() == b.size();
            for (int i = 0; same && i < a.size(); i++) {
                same = same(a.get(i), b.get(i));
            }
            return same;
        }
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet())
                    && a.keySet().stream().allMatch(name -> same(a.get(name), b.get(name)));
        }
        return one == null ? other == null : one.equals(other);
    }

    /// @throws MappingException for NaN and infinite numbers, which JSON does not have
    static BigDecimal decimal(Number number) {
        try {
            return number instanceof BigDecimal decimal
                    ? decimal
                    : new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw unusable("expected a number, got one that JSON does not have");
        }
    }

    static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw unusable("expected a value that JSON has, got " + kind(value));
        }
    }

    /// The kind of a value: the value itself does not belong in messages.
    static String kind(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getSimpleName();
    }

    static MappingException unusable(String difference) {
        return new MappingException(
                ErrorCode.ROUTE_ROWS_UNUSABLE,
                "Cannot take back the rows that a step of the route has left: " + difference + ".",
                HINT);
    }
}
