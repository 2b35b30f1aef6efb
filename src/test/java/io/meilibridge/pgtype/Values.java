package io.meilibridge.pgtype;

import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Single values by hand, for tests of single families.
public final class Values {

    private Values() {}

    /// The codec of a built-in type, or of its array when the name ends in `[]`.
    public static TypeCodec codec(String type) {
        return codec(type, TypeOptions.DEFAULTS);
    }

    public static TypeCodec codec(String type, TypeOptions options) {
        boolean array = type.endsWith("[]");
        String name = array ? type.substring(0, type.length() - 2) : type;
        BuiltInType found = BuiltInType.byName(name);
        if (found == null) {
            String userType = (array ? "_" : "") + name;
            return TypeCodecs.of(new ColumnType(20_000, "public", userType), options);
        }
        return TypeCodecs.of(ColumnType.builtIn(array ? found.arrayOid() : found.oid()), options);
    }

    public static Row text(String value) {
        return Row.ofText(List.of(value));
    }

    /// @param hex the value's bytes, with spaces where they please
    public static Row binary(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return new Row(bytes, new int[] {ValueKind.BINARY.tag(), 0, bytes.length});
    }

    /// The JSON a type's codec makes of a text.
    public static String json(String type, String value) {
        return json(codec(type), text(value));
    }

    /// The JSON a type's codec makes of a binary value.
    public static String jsonOfBinary(String type, String hex) {
        return json(codec(type), binary(hex));
    }

    public static String json(TypeCodec codec, Row row) {
        JsonOutput out = new JsonOutput(16);
        codec.write(row, 0, out);
        return new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
