package io.meilibridge.replication;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate authority with a certificate for the server `localhost` and one for the client
/// `bridge`, made with the JDK's keytool and written as PEM: `ca.pem`, `server.pem`, `server.key`,
/// `client.pem`, `client.key`.
record TestCertificates(Path folder) {

    private static final String PASSWORD = "changeit";

    static TestCertificates in(Path folder) throws Exception {
        Files.createDirectories(folder);
        Path store = folder.resolve("store.p12");
        keytool(store, "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
        keytool(
                store,
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-signer",
                "ca");
        keytool(store, "client", "-dname", "CN=bridge", "-signer", "ca");
        TestCertificates made = new TestCertificates(folder);
        try (InputStream file = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD.toCharArray());
            made.write(made.path("ca.pem"), "CERTIFICATE", keys.getCertificate("ca").getEncoded());
            made.writePair(keys, "server");
            made.writePair(keys, "client");
        }
        return made;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    private static void keytool(Path store, String alias, String... more)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-keyalg",
                                "RSA",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }

    private void writePair(KeyStore keys, String alias)
            throws IOException, GeneralSecurityException {
        write(path(alias + ".pem"), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
        byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
        write(path(alias + ".key"), "PRIVATE KEY", key);
        Files.setPosixFilePermissions(
                path(alias + ".key"), PosixFilePermissions.fromString("rw-------"));
    }

    private void write(Path file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }
}
