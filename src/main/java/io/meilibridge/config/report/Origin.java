package io.meilibridge.config.report;

/// Where a value was written.
///
/// @param place the file's name, `environment`, `properties` or `default`
/// @param line line in the file, from 1; 0 where there are no lines
public record Origin(String place, int line) {

    /// No place in a file: the key was not given.
    public static final Origin DEFAULT = new Origin("", 0);

    @Override
    public String toString() {
        return line > 0 ? place + ":" + line : place;
    }
}
