package io.meilibridge.step.transform;

import io.meilibridge.event.ColumnType;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.relation.TimeLimitedPattern;
import io.meilibridge.step.rule.Expression;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.TransformRule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// Compiles transform rules, one after another, each against the columns that the ones before left.
final class TransformCompiler {

    /// As PostgreSQL prints a timestamptz under `TimeZone=UTC`.
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'+00'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final TaskRelation table;
    private final Slots slots;
    private final List<CellStep> steps = new ArrayList<>();

    TransformCompiler(TaskRelation table, Slots slots) {
        this.table = table;
        this.slots = slots;
    }

    List<CellStep> steps() {
        return steps;
    }

    void compile(TransformRule rule) {
        switch (rule) {
            case TransformRule.Rename rename ->
                    slots.rename(slots.require(rename.field(), "rename"), rename.to());
            case TransformRule.Remove remove ->
                    slots.remove(slots.require(remove.field(), "remove"));
            case TransformRule.Convert convert -> convert(convert);
            case TransformRule.Default withDefault -> withDefault(withDefault);
            case TransformRule.Lowercase lowercase ->
                    text(lowercase.field(), "lowercase", text -> text.toLowerCase(Locale.ROOT));
            case TransformRule.Uppercase uppercase ->
                    text(uppercase.field(), "uppercase", text -> text.toUpperCase(Locale.ROOT));
            case TransformRule.Trim trim -> text(trim.field(), "trim", String::strip);
            case TransformRule.Hash hash ->
                    text(hash.field(), "hash", text -> digest(hash.algorithm(), text));
            case TransformRule.Split split ->
                    change(
                            split.field(),
                            "split",
                            Slots.JSON,
                            text -> Json.array(pieces(text, split.separator())));
            case TransformRule.Join join ->
                    text(
                            join.field(),
                            "join",
                            text ->
                                    String.join(
                                            join.separator(),
                                            Json.elements(text, "join", join.field())));
            case TransformRule.ExtractPath extract -> extractPath(extract);
            case TransformRule.ExtractPattern extract -> extractPattern(extract);
            case TransformRule.Compute compute -> compute(compute);
            case TransformRule.AddField add -> constant(add.to(), add.value());
            case TransformRule.AddTimestamp add -> {
                Slot to = slots.add(add.to(), Slots.TIMESTAMPTZ);
                steps.add(cells -> cells.set(to, TIMESTAMP.format(table.time().clock().instant())));
            }
            case TransformRule.GeoFromNumbers geo -> geo(geo);
            case TransformRule.GeoFromPoint geo -> {
                Slot from = slots.require(geo.field(), "geo");
                Slot to = slots.add(geo.to(), Slots.JSON);
                steps.add(cells -> {
                    String text = cells.text(from);
                    cells.set(to, text == null ? null : Geo.json(text, geo.field()));
                });
            }
            case TransformRule.Vector vector -> vector(vector);
        }
    }

    private void text(String field, String rule, UnaryOperator<String> function) {
        change(field, rule, Slots.TEXT, function);
    }

    /// Changes a column's values where they are not null.
    private void change(
            String field, String rule, ColumnType type, UnaryOperator<String> function) {
        Slot from = slots.require(field, rule);
        Slot to = slots.change(from, type);
        steps.add(cells -> {
            String text = Slots.plain(cells, from);
            cells.set(to, text == null ? null : function.apply(text));
        });
    }

    private void convert(TransformRule.Convert convert) {
        String field = convert.field();
        String rule = "convert";
        switch (convert.type()) {
            case STRING -> text(field, rule, text -> text);
            case INTEGER ->
                    change(field, rule, Slots.INTEGER, text -> Values.integer(text, rule, field));
            case NUMBER ->
                    change(
                            field,
                            rule,
                            Slots.NUMERIC,
                            text ->
                                    Values.isNotFinite(text)
                                            ? text
                                            : Values.number(text, rule, field).toPlainString());
            case BOOLEAN ->
                    change(field, rule, Slots.BOOLEAN, text -> Values.truth(text, rule, field));
            case JSON -> {
                Slot from = slots.require(field, rule);
                Slot to = slots.change(from, Slots.JSON);
                steps.add(cells -> {
                    String text = Slots.plain(cells, from);
                    cells.set(to, text == null ? null : Json.write(Json.read(text, rule, field)));
                });
            }
        }
    }

    /// A default of the column's own kind keeps its type; with any other one the column becomes
    /// JSON, each value as it would have been written.
    private void withDefault(TransformRule.Default rule) {
        Slot from = slots.require(rule.field(), "default");
        Literal value = rule.value();
        ColumnType type =
                switch (from.codec().family()) {
                    case TEXT -> value instanceof Literal.Text ? Slots.TEXT : Slots.JSON;
                    case BOOLEAN -> value instanceof Literal.Truth ? Slots.BOOLEAN : Slots.JSON;
                    case INTEGER,
                            NUMBER,
                            UUID,
                            BYTES,
                            DATE,
                            TIME,
                            TIMESTAMP,
                            TIMESTAMPTZ,
                            INTERVAL,
                            JSON,
                            ARRAY,
                            OTHER ->
                            Slots.JSON;
                };
        Slot to = slots.change(from, type);
        String constant = value instanceof Literal.Null ? null : textOf(value, type);
        steps.add(cells -> {
            String text = type.equals(Slots.JSON) ? cells.json(from) : cells.text(from);
            cells.set(to, text == null ? constant : text);
        });
    }

    /// A constant in the text form of one of the types that transforms make.
    private static String textOf(Literal value, ColumnType type) {
        if (type.equals(Slots.JSON)) {
            return Json.literal(value);
        }
        return value instanceof Literal.Truth truth ? truth.value() ? "t" : "f" : value.text();
    }

    private static String digest(TransformRule.Algorithm algorithm, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm.digestName());
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has these digests.", e);
        }
    }

    private static List<String> pieces(String text, String separator) {
        List<String> pieces = new ArrayList<>();
        if (text.isEmpty()) {
            return pieces;
        }
        int start = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
            pieces.add(text.substring(start, at));
            start = at + separator.length();
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private void extractPath(TransformRule.ExtractPath extract) {
        Slot from = slots.require(extract.field(), "extract");
        Slot to = slots.add(extract.to(), Slots.JSON);
        steps.add(cells -> {
            String json = cells.json(from);
            cells.set(
                    to,
                    json == null
                            ? null
                            : Json.at(Json.read(json, "extract", extract.field()), extract.path()));
        });
    }

    private void extractPattern(TransformRule.ExtractPattern extract) {
        Slot from = slots.require(extract.field(), "extract");
        Slot to = slots.add(extract.to(), Slots.TEXT);
        TimeLimitedPattern pattern =
                new TimeLimitedPattern(table, extract.field(), extract.pattern());
        steps.add(cells -> {
            String text = Slots.plain(cells, from);
            Matcher match = text == null ? null : pattern.find(text);
            cells.set(to, match == null ? null : firstGroup(match));
        });
    }

    private static @Nullable String firstGroup(Matcher match) {
        return match.groupCount() > 0 ? match.group(1) : match.group();
    }

    private void compute(TransformRule.Compute compute) {
        Expression expression = compute.expression();
        Map<String, Slot> fields = new HashMap<>();
        for (String field : expression.fields()) {
            fields.put(field, slots.require(field, "compute"));
        }
        Calculation calculation = new Calculation(expression, fields, compute.to());
        if (expression instanceof Expression.Constant constant) {
            constant(compute.to(), constant.value());
            return;
        }
        Slot to =
                slots.add(
                        compute.to(),
                        expression instanceof Expression.Arithmetic ? Slots.NUMERIC : Slots.TEXT);
        steps.add(cells -> cells.set(to, calculation.text(cells)));
    }

    private void constant(String name, Literal value) {
        Slot to = slots.add(name, Slots.JSON);
        String json = value instanceof Literal.Null ? null : Json.literal(value);
        steps.add(cells -> cells.set(to, json));
    }

    private void geo(TransformRule.GeoFromNumbers geo) {
        Slot latitude = slots.require(geo.latitude(), "geo");
        Slot longitude = slots.require(geo.longitude(), "geo");
        Slot to = slots.add(geo.to(), Slots.JSON);
        steps.add(cells -> {
            String lat = Slots.plain(cells, latitude);
            String lng = Slots.plain(cells, longitude);
            cells.set(to, lat == null || lng == null ? null : Geo.json(lat, lng, geo.to()));
        });
    }

    /// Each embedder's vector goes into the one `_vectors`; a null vector leaves its embedder out.
    private void vector(TransformRule.Vector vector) {
        Slot from = slots.require(vector.field(), "vector");
        String name = Json.string(vector.embedder());
        // A column of that name in the table is no vector rule's work: it is replaced.
        Slot before = slots.find(TransformRule.Vector.FIELD);
        Slot earlier = before != null && before.place() >= table.columnCount() ? before : null;
        Slot to = slots.add(TransformRule.Vector.FIELD, Slots.JSON);
        steps.add(cells -> {
            String others = earlier == null ? null : cells.text(earlier);
            String text = Slots.plain(cells, from);
            if (text == null) {
                cells.set(to, others);
                return;
            }
            String member = name + ":" + numbers(text, vector.field());
            cells.set(
                    to,
                    others == null
                            ? "{" + member + "}"
                            : others.substring(0, others.length() - 1) + "," + member + "}");
        });
    }

    private static String numbers(String text, String column) {
        List<String> numbers = new ArrayList<>();
        for (String element : Json.elements(text, "vector", column)) {
            numbers.add(Values.number(element, "vector", column).toString());
        }
        return numbers.toString().replace(" ", "");
    }
}
