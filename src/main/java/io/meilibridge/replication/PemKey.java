package io.meilibridge.replication;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Private keys in PEM: PKCS#8 (RFC 5208) as it is, PKCS#1 (RFC 8017, RSA) and SEC 1 (RFC 5915, EC)
/// wrapped into PKCS#8.
final class PemKey {

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int EXPLICIT_PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    /// rsaEncryption with its NULL parameters.
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /// id-ecPublicKey; the curve follows.
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PemKey() {}

    /// The first private key of a PEM text as PKCS#8 DER. Other sections (certificates, EC
    /// parameters) are passed over.
    ///
    /// @throws IllegalArgumentException when there is none in a form we know
    static byte[] toPkcs8(String pem) {
        if (pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
                || pem.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new IllegalArgumentException("it is encrypted.");
        }
        byte[] key = section(pem, "PRIVATE KEY");
        if (key.length > 0) {
            return key;
        }
        key = section(pem, "RSA PRIVATE KEY");
        if (key.length > 0) {
            return element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, key));
        }
        key = section(pem, "EC PRIVATE KEY");
        if (key.length > 0) {
            byte[] algorithm = element(SEQUENCE, EC, curve(key));
            return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
        }
        throw new IllegalArgumentException("expected a PEM private key, got none.");
    }

    private static byte[] section(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----", Math.max(start, 0));
        if (start < 0 || end < 0) {
            return new byte[0];
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }

    /// The curve's object identifier, with tag and length: what stands in the parameters `[0]` of
    /// an ECPrivateKey, after its version and its octets.
    private static byte[] curve(byte[] key) {
        int at = contents(key, 0, SEQUENCE);
        at = end(key, at, INTEGER);
        at = end(key, at, OCTET_STRING);
        int start = contents(key, at, EXPLICIT_PARAMETERS);
        return Arrays.copyOfRange(key, start, end(key, start, OBJECT_IDENTIFIER));
    }

    private static int contents(byte[] der, int at, int tag) {
        if (at + 2 > der.length || (der[at] & 0xFF) != tag) {
            throw new IllegalArgumentException("expected an EC key that names its curve.");
        }
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int end(byte[] der, int at, int tag) {
        int start = contents(der, at, tag);
        int length = start == at + 2 ? der[at + 1] : 0;
        for (int i = at + 2; i < Math.min(start, der.length); i++) {
            length = length << 8 | (der[i] & 0xFF);
        }
        if (length < 0 || length > der.length - start) {
            throw new IllegalArgumentException("it is cut off.");
        }
        return start + length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = body.size();
        if (length < 0x80) {
            whole.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
            whole.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                whole.write(length >>> shift);
            }
        }
        whole.writeBytes(body.toByteArray());
        return whole.toByteArray();
    }
}
