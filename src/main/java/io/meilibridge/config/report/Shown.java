package io.meilibridge.config.report;

/// How a given text appears in a finding: quoted, in one line, and short.
public final class Shown {

    private static final int LENGTH_MAX = 80;

    private Shown() {}

    public static String text(String given) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < given.length() && shown.length() <= LENGTH_MAX; i++) {
            char c = given.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        return shown.append(given.length() > LENGTH_MAX ? "…'" : "'").toString();
    }
}
