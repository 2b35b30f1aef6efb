package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {

    @Test
    void a_pkcs8_key_is_taken_as_it_is() throws Exception {
        PrivateKey key = rsa(2048);

        assertThat(PemKey.toPkcs8("noise\n" + pem("PRIVATE KEY", key.getEncoded())))
                .isEqualTo(key.getEncoded());
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2048})
    void a_pkcs1_key_is_wrapped(int bits) throws Exception {
        PrivateKey key = rsa(bits);
        byte[] pkcs1 = octets(key.getEncoded(), 22);

        byte[] wrapped = PemKey.toPkcs8(pem("RSA PRIVATE KEY", pkcs1));

        assertThat(wrapped).isEqualTo(key.getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void a_sec1_key_is_wrapped_with_the_curve_that_it_names(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        byte[] sec1 = sec1WithCurve(key.getEncoded());

        byte[] wrapped =
                PemKey.toPkcs8(
                        pem("EC PARAMETERS", new byte[] {5, 0}) + pem("EC PRIVATE KEY", sec1));

        ECPrivateKey read =
                (ECPrivateKey)
                        KeyFactory.getInstance("EC")
                                .generatePrivate(new PKCS8EncodedKeySpec(wrapped));
        assertThat(read.getS()).isEqualTo(key.getS());
        assertThat(read.getParams().getOrder()).isEqualTo(key.getParams().getOrder());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMIT/////\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----",
            })
    void what_is_no_plain_key_is_refused(String pem) {
        assertThatIllegalArgumentException().isThrownBy(() -> PemKey.toPkcs8(pem));
    }

    private static PrivateKey rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    /// The contents of the OCTET STRING in a PKCS#8 key, which the inner key is.
    private static byte[] octets(byte[] pkcs8, int about) {
        for (int i = about - 6; i < pkcs8.length; i++) {
            if (pkcs8[i] == 4) {
                int first = pkcs8[i + 1] & 0xFF;
                return Arrays.copyOfRange(
                        pkcs8, i + 2 + (first < 0x80 ? 0 : first - 0x80), pkcs8.length);
            }
        }
        throw new AssertionError();
    }

    /// Java leaves the curve out of the inner key; other tools write it there.
    private static byte[] sec1WithCurve(byte[] pkcs8) {
        String hex = HexFormat.of().formatHex(pkcs8);
        int at = hex.indexOf("06072a8648ce3d0201") / 2 + 9;
        byte[] curve = Arrays.copyOfRange(pkcs8, at, at + 2 + pkcs8[at + 1]);
        byte[] inner = octets(pkcs8, at + curve.length + 6);
        int header = inner[1] < 0 ? 3 : 2;
        int length = inner.length - header + 2 + curve.length;
        byte[] sec1 = new byte[length + (length < 0x80 ? 2 : 3)];
        sec1[0] = 0x30;
        int place = 1;
        if (length >= 0x80) {
            sec1[place++] = (byte) 0x81;
        }
        sec1[place++] = (byte) length;
        System.arraycopy(inner, header, sec1, place, inner.length - header);
        place += inner.length - header;
        sec1[place++] = (byte) 0xA0;
        sec1[place++] = (byte) curve.length;
        System.arraycopy(curve, 0, sec1, place, curve.length);
        return sec1;
    }
}
