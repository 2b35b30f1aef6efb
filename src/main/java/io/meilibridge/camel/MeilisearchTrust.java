package io.meilibridge.camel;

import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;

/// Whose certificates Meilisearch may have, besides those that the JVM trusts. The host name is
/// checked in any case.
final class MeilisearchTrust {

    private MeilisearchTrust() {}

    /// Has every `https` endpoint trust them: an endpoint that is given them itself would speak TLS
    /// to `http` addresses too.
    ///
    /// @param caCertificate PEM, one or several
    /// @throws ConfigException when the file cannot be read or holds no certificate
    static void add(Path caCertificate, CamelContext camel) {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setTrustManager(manager(caCertificate));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        camel.getComponent("https", HttpComponent.class).setSslContextParameters(parameters);
    }

    private static TrustManager manager(Path file) {
        try {
            List<Certificate> trusted = new ArrayList<>(read(file));
            for (X509TrustManager known : managers(null)) {
                trusted.addAll(List.<X509Certificate>of(known.getAcceptedIssuers()));
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry(String.valueOf(i), trusted.get(i));
            }
            return managers(store).getFirst();
        } catch (GeneralSecurityException | IOException broken) {
            throw unusable(file, String.valueOf(broken.getMessage()));
        }
    }

    private static Collection<? extends Certificate> read(Path file) throws CertificateException {
        Collection<? extends Certificate> certificates;
        try (InputStream in = Files.newInputStream(file)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException unreadable) {
            throw unusable(file, "it cannot be read");
        }
        if (certificates.isEmpty()) {
            throw unusable(file, "it holds no certificate");
        }
        return certificates;
    }

    /// @param store null for the JVM's own
    private static List<X509TrustManager> managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        List<X509TrustManager> managers = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager checked) {
                managers.add(checked);
            }
        }
        return managers;
    }

    private static ConfigException unusable(Path file, String why) {
        return new ConfigException(
                ErrorCode.CONFIG_INVALID,
                "meilisearch.ca_cert: expected a readable PEM file with certificates, got '"
                        + file
                        + "': "
                        + why
                        + ".",
                "Check the path and the file's permissions.");
    }
}
