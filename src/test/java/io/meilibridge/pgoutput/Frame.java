package io.meilibridge.pgoutput;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A message written by hand, field by field.
public final class Frame {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static Frame of(char tag) {
        return new Frame().int8(tag);
    }

    /// Table 16412 "public.products" with the replica identity column id (integer) and name (text).
    public static Frame products() {
        return Frame.of('R')
                .int32(16412)
                .text("public")
                .text("products")
                .int8('d')
                .int16(2)
                .column(1, "id", 23, -1)
                .column(0, "name", 25, -1);
    }

    public Frame int8(int value) {
        out.write(value);
        return this;
    }

    public Frame int16(int value) {
        return raw(ByteBuffer.allocate(2).putShort((short) value).array());
    }

    public Frame int32(int value) {
        return raw(ByteBuffer.allocate(4).putInt(value).array());
    }

    public Frame int64(long value) {
        return raw(ByteBuffer.allocate(8).putLong(value).array());
    }

    /// With the NUL at its end.
    public Frame text(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8)).int8(0);
    }

    public Frame column(int flags, String name, int type, int typeModifier) {
        return int8(flags).text(name).int32(type).int32(typeModifier);
    }

    /// A tuple's column with a value.
    public Frame value(char kind, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return int8(kind).int32(bytes.length).raw(bytes);
    }

    public Frame raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
