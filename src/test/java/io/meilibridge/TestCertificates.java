package io.meilibridge;

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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority with a certificate for the server `localhost` and one for the client
/// `bridge`, made with the JDK's keytool and written as PEM: `ca.pem`, `server.pem`, `server.key`,
/// `client.pem`, `client.key`, and `expired.pem` with `expired.key`, the server's of last year.
public record TestCertificates(Path folder) {

    private static final String PASSWORD = "changeit";

    public static TestCertificates in(Path folder) throws Exception {
        Files.createDirectories(folder);
        Path store = folder.resolve("store.p12");
        keytool(store, "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
        server(store, "server", "-startdate", "-1d");
        server(store, "expired", "-startdate", "-400d", "-validity", "30");
        keytool(store, "client", "-dname", "CN=bridge", "-signer", "ca");
        TestCertificates made = new TestCertificates(folder);
        KeyStore keys = made.keys();
        made.write(made.path("ca.pem"), "CERTIFICATE", keys.getCertificate("ca").getEncoded());
        for (String alias : List.of("server", "expired", "client")) {
            made.writePair(keys, alias);
        }
        return made;
    }

    private static void server(Path store, String alias, String... validity)
            throws IOException, InterruptedException {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-signer",
                                "ca"));
        options.addAll(List.of(validity));
        keytool(store, alias, options.toArray(String[]::new));
    }

    /// What a server shows that has the key pair.
    ///
    /// @param alias `server` or `expired`
    public SSLContext context(String alias) throws IOException, GeneralSecurityException {
        KeyStore all = keys();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        char[] password = PASSWORD.toCharArray();
        one.setKeyEntry(
                alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
        KeyManagerFactory keyManagers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(one, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), null, null);
        return context;
    }

    /// What a client has that trusts the authority.
    public SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys().getCertificate("ca"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        try (InputStream file = Files.newInputStream(path("store.p12"))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD.toCharArray());
            return keys;
        }
    }

    public Path path(String name) {
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
