package io.meilibridge.pgtype;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;

/// The exceptions of the codecs. Their messages name types and lengths and never values.
public final class ValueFaults {

    private ValueFaults() {}

    /// @param what the type's name
    public static DecodeException malformed(String what) {
        return new DecodeException(
                "Cannot read a " + what + ": expected PostgreSQL's form of it, got other bytes.");
    }

    public static DecodeException malformedBinary(String type, int expectedBytes, int bytes) {
        return new DecodeException(
                "Cannot read a binary "
                        + type
                        + ": expected "
                        + expectedBytes
                        + " bytes, got "
                        + bytes
                        + ".");
    }

    public static DecodeException noBinary(String type) {
        return new DecodeException(
                "Cannot read a binary " + type + ": expected the text form, got the binary one.");
    }

    public static void requireLength(String type, int expectedBytes, int bytes) {
        if (bytes != expectedBytes) {
            throw malformedBinary(type, expectedBytes, bytes);
        }
    }

    public static MappingException beyondDouble(String type) {
        return unmappable(
                "Cannot write a "
                        + type
                        + " as JSON: expected a number that a double can hold,"
                        + " got one beyond its range.",
                "Exclude the column, or set types.numeric to string if it is a numeric.");
    }

    public static MappingException tooDeep() {
        return unmappable(
                "Cannot write a JSON value: expected at most "
                        + JsonOutput.LEVELS_MAX
                        + " levels of nesting in the document, got more.",
                "Flatten the value in the table, or exclude the column.");
    }

    public static MappingException loneSurrogate() {
        return unmappable(
                "Cannot write a JSON value: expected surrogate escapes in pairs, got a lone one.",
                "Store the column as jsonb, which refuses such text, or exclude the column.");
    }

    public static MappingException notUtf8() {
        return unmappable(
                "Cannot write a text value: expected UTF-8, got other bytes.",
                "The database's encoding is SQL_ASCII, or it holds bytes that are not of its"
                        + " encoding; convert the value, or exclude the column.");
    }

    private static MappingException unmappable(String message, String hint) {
        return new MappingException(ErrorCode.UNMAPPABLE_VALUE, message, hint);
    }
}
