package io.meilibridge.pgtype;

/// The rules of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
public final class Utf8 {

    private Utf8() {}

    /// The length of the character beyond ASCII that begins at a place.
    ///
    /// @throws io.meilibridge.fault.MappingException when none begins or ends there
    public static int lengthAt(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || end - at < length) {
            throw ValueFaults.notUtf8();
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            throw ValueFaults.notUtf8();
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                throw ValueFaults.notUtf8();
            }
        }
        return length;
    }
}
