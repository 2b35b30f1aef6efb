package io.meilibridge.step.transform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Places as Meilisearch takes them: `{"lat":…,"lng":…}`.
final class Geo {

    private static final String RULE = "geo";

    /// PostgreSQL's point, `(x,y)`.
    private static final Pattern POINT = Pattern.compile("\\(([^,]+),([^)]+)\\)");

    /// Well-known binary: one byte order mark, the type, with PostGIS's flags in its high bits.
    private static final int WKB_POINT = 1;

    private static final int WKB_TYPE_MASK = 0xFF;
    private static final int EWKB_HAS_SRID = 0x2000_0000;
    private static final int HEADER_BYTES = 5;

    private Geo() {}

    static String json(String latitude, String longitude, String column) {
        return "{\"lat\":"
                + Values.number(latitude, RULE, column).toPlainString()
                + ",\"lng\":"
                + Values.number(longitude, RULE, column).toPlainString()
                + "}";
    }

    /// @param text of a point, or of a PostGIS geometry or geography in hexadecimal EWKB
    static String json(String text, String column) {
        Matcher point = POINT.matcher(text);
        if (point.matches()) {
            return json(point.group(2), point.group(1), column);
        }
        return wellKnownBinary(text, column);
    }

    private static String wellKnownBinary(String hex, String column) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            // Without the value, which the exception's message holds.
            throw refused(column);
        }
        if (bytes.remaining() < HEADER_BYTES) {
            throw refused(column);
        }
        bytes.order(bytes.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int type = bytes.getInt();
        int header = (type & EWKB_HAS_SRID) == 0 ? 0 : Integer.BYTES;
        if ((type & WKB_TYPE_MASK) != WKB_POINT || bytes.remaining() < header + 2 * Double.BYTES) {
            throw refused(column);
        }
        bytes.position(bytes.position() + header);
        String x = Double.toString(bytes.getDouble());
        String y = Double.toString(bytes.getDouble());
        return json(y, x, column);
    }

    private static RuntimeException refused(String column) {
        return Values.refused(RULE, column, "a point");
    }
}
