package payout.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate of a server, which only a configured client trusts. */
public final class TestTls {

  /** Of the stores. */
  public static final String PASSWORD = "test";

  private final KeyStore keys;

  /** Makes a key and a self-signed certificate. */
  public TestTls() throws Exception {
    this("192.0.2.1");
  }

  /** The same with a certificate for this address. */
  public TestTls(String address) throws Exception {
    keys = selfSigned(address);
  }

  /** Writes a store with this very certificate, under {@link #PASSWORD}; the file. */
  public Path trusted(Path file) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("trusted", keys.getCertificate("trusted"));
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  /** For the server. */
  public SSLContext serving() throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust().getTrustManagers(), null);
    return context;
  }

  /** What STARTTLS makes of a connection, on the side of the server. */
  public Socket serverSide(Socket plain) {
    try {
      SSLSocket secured =
          (SSLSocket)
              serving().getSocketFactory().createSocket(plain, null, plain.getPort(), false);
      secured.setUseClientMode(false);
      return secured;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a client that trusts this very certificate. */
  SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust().getTrustManagers(), null);
    return context;
  }

  private TrustManagerFactory trust() throws GeneralSecurityException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    return trust;
  }

  private static KeyStore selfSigned(String address) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=gateway");
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2099-01-01T00:00:00Z")),
                        name,
                        pair.getPublic())
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, address)))
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "key", pair.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {certificate});
    keys.setCertificateEntry("trusted", certificate);
    return keys;
  }
}
