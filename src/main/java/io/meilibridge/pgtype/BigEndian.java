package io.meilibridge.pgtype;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in network byte order, as every binary form has them. Callers check the length.
public final class BigEndian {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    public static short int16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }

    public static int uint16(byte[] bytes, int at) {
        return Short.toUnsignedInt(int16(bytes, at));
    }

    public static int int32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static long int64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }
}
