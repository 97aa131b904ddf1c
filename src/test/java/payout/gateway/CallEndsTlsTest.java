package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where in a TLS connection an exception comes from decides what may have arrived. */
@Timeout(20)
class CallEndsTlsTest {

  private static final char[] PASSWORD = "test".toCharArray();

  private final KeyStore keys = selfSigned();

  CallEndsTlsTest() throws Exception {}

  @Test
  void nothing_left_when_the_certificate_is_not_trusted() throws Exception {
    try (ServerSocket server = listen()) {
      serveOnce(server, socket -> {});

      Throwable thrown = catchThrowable(() -> call(SSLContext.getDefault(), server));

      assertThat(thrown).isInstanceOf(SSLHandshakeException.class);
      assertThat(CallEnds.of(thrown)).isInstanceOf(CallEnd.NotConnected.class);
    }
  }

  @Test
  void nothing_left_when_there_is_no_common_version() throws Exception {
    try (ServerSocket server = listen()) {
      serveOnce(server, socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"}));

      Throwable thrown = catchThrowable(() -> call(trusting(), server));

      assertThat(thrown).hasMessageContaining("Received fatal alert");
      assertThat(CallEnds.of(thrown)).isInstanceOf(CallEnd.NotConnected.class);
    }
  }

  @Test
  void it_may_have_arrived_when_the_server_objects_after_the_handshake() throws Exception {
    try (ServerSocket server = listen()) {
      serveOnce(server, socket -> socket.setNeedClientAuth(true));

      Throwable thrown = catchThrowable(() -> call(trusting(), server));

      assertThat(thrown).isInstanceOf(SSLHandshakeException.class);
      assertThat(thrown).hasMessageContaining("Received fatal alert");
      assertThat(CallEnds.of(thrown)).isInstanceOf(CallEnd.Broken.class);
    }
  }

  /** Shakes hands, sends, reads: in TLS 1.3, in the order in which the HTTP client does. */
  private static void call(SSLContext context, ServerSocket server) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.3"});
      socket.startHandshake();
      socket.getOutputStream().write("POST / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().read();
    }
  }

  /** Leaves the bare connection open, so that what it objects to arrives before the end does. */
  private void serveOnce(ServerSocket server, Consumer<SSLSocket> settings) throws Exception {
    SSLSocketFactory tls = serving().getSocketFactory();
    Thread thread =
        new Thread(
            () -> {
              try {
                Socket bare = server.accept();
                SSLSocket socket = (SSLSocket) tls.createSocket(bare, null, 0, false);
                socket.setUseClientMode(false);
                settings.accept(socket);
                socket.getInputStream().read();
              } catch (IOException refused) {
                // What the client makes of that is the test.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  private SSLContext serving() throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust().getTrustManagers(), null);
    return context;
  }

  private SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust().getTrustManagers(), null);
    return context;
  }

  private TrustManagerFactory trust() throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    return trust;
  }

  private static KeyStore selfSigned() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
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
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("key", pair.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
    keys.setCertificateEntry("trusted", certificate);
    return keys;
  }
}
