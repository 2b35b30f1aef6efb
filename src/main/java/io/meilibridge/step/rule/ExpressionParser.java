package io.meilibridge.step.rule;

import io.meilibridge.step.rule.Expression.Arithmetic;
import io.meilibridge.step.rule.Expression.Concat;
import io.meilibridge.step.rule.Expression.Constant;
import io.meilibridge.step.rule.Expression.Field;
import io.meilibridge.step.rule.Expression.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Reads [Expression#parse(String)]'s language by recursive descent.
final class ExpressionParser {

    /// Deeper nesting is refused rather than met with a stack overflow.
    private static final int DEPTH_MAX = 100;

    private final String text;
    private int at;
    private int depth;

    ExpressionParser(String text) {
        this.text = text;
    }

    Expression parse() {
        Expression expression = concat();
        if (peek() != 0) {
            throw fault("the end or an operator");
        }
        return expression;
    }

    private Expression concat() {
        if (++depth > DEPTH_MAX) {
            throw fault("at most " + DEPTH_MAX + " levels");
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(sum());
        while (peek() == '|' && text.startsWith("||", at)) {
            at += 2;
            parts.add(sum());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Concat(parts);
    }

    private Expression sum() {
        Expression left = product();
        for (char sign = peek(); sign == '+' || sign == '-'; sign = peek()) {
            at++;
            left = new Arithmetic(sign == '+' ? Kind.ADD : Kind.SUBTRACT, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = operand();
        for (char sign = peek(); sign == '*' || sign == '/'; sign = peek()) {
            at++;
            left = new Arithmetic(sign == '*' ? Kind.MULTIPLY : Kind.DIVIDE, left, operand());
        }
        return left;
    }

    private Expression operand() {
        char first = peek();
        if (first == '(') {
            at++;
            Expression inner = concat();
            if (peek() != ')') {
                throw fault("')'");
            }
            at++;
            return inner;
        }
        if (first == '\'') {
            return new Constant(Literal.of(quoted('\'')));
        }
        if (first == '"') {
            return new Field(quoted('"'));
        }
        if (first == '-' || first == '.' || isDigit(first)) {
            return number();
        }
        if (first == '_' || Character.isLetter(first)) {
            int start = at;
            while (at < text.length()
                    && (text.charAt(at) == '_' || Character.isLetterOrDigit(text.charAt(at)))) {
                at++;
            }
            return new Field(text.substring(start, at));
        }
        throw fault("a column, a number, a text in quotes or '('");
    }

    private Expression number() {
        int start = at;
        at++;
        while (at < text.length() && (text.charAt(at) == '.' || isDigit(text.charAt(at)))) {
            at++;
        }
        try {
            return new Constant(Literal.of(new BigDecimal(text.substring(start, at))));
        } catch (NumberFormatException e) {
            at = start;
            throw fault("a number");
        }
    }

    private String quoted(char quote) {
        int start = at;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == quote) {
                boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == quote;
                at++;
                if (!doubled) {
                    return value.toString();
                }
            }
            value.append(next);
        }
        at = start;
        throw fault("a closing " + quote);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /// The next character that is not white space, 0 at the end.
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException fault(String expected) {
        String found = at < text.length() ? "'" + text.substring(at) + "'" : "the end";
        return new IllegalArgumentException(
                "Cannot read expression '"
                        + text
                        + "' at character "
                        + (at + 1)
                        + ": expected "
                        + expected
                        + ", got "
                        + found
                        + ".");
    }
}
