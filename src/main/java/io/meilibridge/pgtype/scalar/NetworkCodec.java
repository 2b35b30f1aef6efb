package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.BigEndian;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import io.meilibridge.pgtype.ValueReader;

/// inet and cidr: the string PostgreSQL prints. Binary is address family (2: IPv4, 3: IPv6), bits
/// of the network, whether it is a cidr, number of address bytes, address. An inet shows its
/// network bits only when they are not all; a cidr always.
public final class NetworkCodec extends PrintedCodec {

    private static final int IPV4 = 2;
    private static final int IPV6 = 3;
    private static final int WORDS = 8;

    private final boolean cidr;

    public NetworkCodec(boolean cidr) {
        super(ValueFamily.OTHER);
        this.cidr = cidr;
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader(cidr ? "cidr" : "inet", bytes, start, end);
        int family = reader.uint8();
        int bits = reader.uint8();
        reader.uint8();
        int length = reader.uint8();
        int address = reader.skip(length);
        reader.finish();
        int expected = family == IPV4 ? 4 : 16;
        if ((family != IPV4 && family != IPV6) || length != expected || bits > 8 * length) {
            throw ValueFaults.malformed("binary inet");
        }
        if (family == IPV4) {
            printIpv4(bytes, address, out);
        } else {
            printIpv6(bytes, address, out);
        }
        if (cidr || bits != 8 * length) {
            out.put('/');
            out.number(bits);
        }
    }

    private static void printIpv4(byte[] bytes, int at, JsonOutput out) {
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                out.put('.');
            }
            out.number(bytes[at + i] & 0xFF);
        }
    }

    /// The longest run of at least two zero words, the first of equals, is written `::`; an address
    /// that carries an IPv4 one ends in that one's form.
    private static void printIpv6(byte[] bytes, int at, JsonOutput out) {
        int runFrom = -1;
        int runLength = 1;
        for (int i = 0; i < WORDS; i++) {
            int length = zeroWords(bytes, at, i);
            if (length > runLength) {
                runFrom = i;
                runLength = length;
            }
        }
        int word = 0;
        while (word < WORDS) {
            if (word == runFrom) {
                out.ascii(word == 0 ? "::" : ":");
                word += runLength;
                continue;
            }
            if (word == 6 && runFrom == 0 && carriesIpv4(bytes, at, runLength)) {
                printIpv4(bytes, at + 12, out);
                return;
            }
            out.ascii(Integer.toHexString(word(bytes, at, word)));
            word++;
            if (word < WORDS) {
                out.put(':');
            }
        }
    }

    private static boolean carriesIpv4(byte[] bytes, int at, int zeros) {
        return zeros == 6 || (zeros == 5 && word(bytes, at, 5) == 0xFFFF);
    }

    private static int zeroWords(byte[] bytes, int at, int from) {
        int to = from;
        while (to < WORDS && word(bytes, at, to) == 0) {
            to++;
        }
        return to - from;
    }

    private static int word(byte[] bytes, int at, int index) {
        return BigEndian.uint16(bytes, at + 2 * index);
    }
}
