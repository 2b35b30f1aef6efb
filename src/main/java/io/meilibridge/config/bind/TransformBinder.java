package io.meilibridge.config.bind;

import io.meilibridge.config.key.TransformWord;
import io.meilibridge.step.rule.Expression;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.TransformRule;
import io.meilibridge.step.rule.TransformRule.Algorithm;
import io.meilibridge.step.rule.TransformRule.TargetType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Binds transforms.
final class TransformBinder {

    private static final List<String> ARGUMENTS =
            List.of(
                    "field",
                    "to",
                    "to_type",
                    "path",
                    "pattern",
                    "expression",
                    "separator",
                    "value",
                    "algorithm",
                    "latitude",
                    "longitude",
                    "embedder");

    private TransformBinder() {}

    static List<TransformRule> bind(View view) {
        List<TransformRule> rules = new ArrayList<>();
        for (View each : view.groups("fields")) {
            TransformWord word = each.find("type", TransformWord.class);
            if (word != null && complete(each, word)) {
                TransformRule rule = rule(each, word);
                if (rule != null) {
                    rules.add(rule);
                }
            }
        }
        return rules;
    }

    private static boolean complete(View view, TransformWord word) {
        boolean complete = true;
        String written = word.name().toLowerCase(Locale.ROOT);
        for (String name : ARGUMENTS) {
            boolean required = word.required().contains(name);
            boolean allowed = required || word.optional().contains(name);
            if (required && !view.isGiven(name)) {
                view.fault(name, "expected it with type " + written + ", got nothing");
                complete = false;
            } else if (!allowed && view.isGiven(name)) {
                view.fault(name, "expected it to be left out with type " + written + ", got it");
                complete = false;
            }
        }
        return complete;
    }

    private static @Nullable TransformRule rule(View view, TransformWord word) {
        try {
            return made(view, word);
        } catch (IllegalArgumentException e) {
            view.fault("type", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable TransformRule made(View view, TransformWord word) {
        String field = text(view, "field", "");
        return switch (word) {
            case RENAME -> new TransformRule.Rename(field, text(view, "to", ""));
            case CONVERT -> {
                TargetType type = view.find("to_type", TargetType.class);
                yield type == null ? null : new TransformRule.Convert(field, type);
            }
            case EXTRACT -> extract(view, field);
            case COMPUTE ->
                    new TransformRule.Compute(
                            field, Expression.parse(text(view, "expression", "")));
            case LOWERCASE -> new TransformRule.Lowercase(field);
            case UPPERCASE -> new TransformRule.Uppercase(field);
            case TRIM -> new TransformRule.Trim(field);
            case SPLIT -> new TransformRule.Split(field, text(view, "separator", ""));
            case JOIN -> new TransformRule.Join(field, text(view, "separator", ""));
            case DEFAULT -> {
                Literal value = Literals.find(view, "value");
                yield value == null ? null : new TransformRule.Default(field, value);
            }
            case HASH -> {
                Algorithm algorithm = view.find("algorithm", Algorithm.class);
                yield new TransformRule.Hash(
                        field, algorithm == null ? Algorithm.SHA256 : algorithm);
            }
            case REMOVE -> new TransformRule.Remove(field);
            case ADD_FIELD -> {
                Literal value = Literals.find(view, "value");
                yield value == null ? null : new TransformRule.AddField(field, value);
            }
            case ADD_TIMESTAMP -> new TransformRule.AddTimestamp(field);
            case GEO -> geo(view, field);
            case VECTOR -> new TransformRule.Vector(field, text(view, "embedder", "default"));
        };
    }

    private static @Nullable TransformRule extract(View view, String field) {
        String to = text(view, "to", "");
        if (view.isGiven("path") == view.isGiven("pattern")) {
            view.fault("path", "expected either path or pattern with type extract");
            return null;
        }
        if (view.isGiven("path")) {
            List<String> path = Arrays.asList(text(view, "path", "").split("\\.", -1));
            return new TransformRule.ExtractPath(field, to, path);
        }
        return new TransformRule.ExtractPattern(field, to, text(view, "pattern", ""));
    }

    private static @Nullable TransformRule geo(View view, String field) {
        String to = text(view, "to", "_geo");
        String latitude = text(view, "latitude", "");
        String longitude = text(view, "longitude", "");
        boolean numbers = !latitude.isEmpty() && !longitude.isEmpty();
        if (numbers == !field.isEmpty() || latitude.isEmpty() != longitude.isEmpty()) {
            view.fault(
                    "field",
                    "expected either field (a point) or both latitude and longitude with type geo");
            return null;
        }
        return numbers
                ? new TransformRule.GeoFromNumbers(latitude, longitude, to)
                : new TransformRule.GeoFromPoint(field, to);
    }

    private static String text(View view, String name, String otherwise) {
        String text = view.find(name, String.class);
        return text == null ? otherwise : text;
    }
}
