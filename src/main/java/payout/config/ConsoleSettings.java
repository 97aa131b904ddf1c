package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The console and the HTTP interface, which share a port of their own.
 *
 * @param port where they listen, 0 for any free port; empty where there is no console
 * @param host the address of this machine on which they listen
 * @param usersFile the users, absolute
 * @param publicUrl where people reach the console; empty when nothing was said
 * @param secondFactor who has to give a code of a second factor
 * @param forwardedPeers the proxies whose X-Forwarded-For is believed; empty for none
 * @param keyStore the PKCS#12 key store with the certificate, absolute; empty for plain HTTP
 * @param keyStorePassword its password; may be empty
 * @param proxy the proxy that logs users in; empty where none does
 */
public record ConsoleSettings(
    Optional<Integer> port,
    String host,
    Path usersFile,
    Optional<URI> publicUrl,
    SecondFactor secondFactor,
    List<AddressRange> forwardedPeers,
    Optional<Path> keyStore,
    String keyStorePassword,
    Optional<ConsoleProxySettings> proxy) {

  /** The port of a sandbox whose settings name none. */
  public static final int SANDBOX_PORT = 8890;

  static final Section SECTION = new Section(ConsoleSettings::check);

  static final Setting<Integer> PORT =
      SECTION.add(
          "payout.console.port",
          Section.EMPTY,
          Form.port(),
          OPEN,
          "The port of the console and of the HTTP interface; empty for none.");

  static final Setting<String> HOST =
      SECTION.add(
          "payout.console.host",
          "127.0.0.1",
          AddressForms.host(),
          SEALED,
          "The address of this machine on which the console listens.");

  static final Setting<String> USERS_FILE =
      SECTION.add(
          "payout.console.users-file",
          "config/users",
          Form.path("the path of a file"),
          SEALED,
          "The users of the console, with their roles and the hashes of their passwords.");

  static final Setting<URI> PUBLIC_URL =
      SECTION.add(
          "payout.console.public-url",
          Section.EMPTY,
          AddressForms.webUrl(),
          SEALED,
          "The address at which people reach the console, for links.");

  static final Setting<SecondFactor> SECOND_FACTOR =
      SECTION.add(
          "payout.console.second-factor",
          "optional",
          Form.choice(SecondFactor.class),
          OPEN,
          "Whether acts that move money demand a code of a second factor.");

  static final Setting<Boolean> ALLOW_PLAIN_HTTP =
      SECTION.add(
          "payout.console.allow-plain-http",
          "false",
          Form.flag(),
          SEALED,
          "Whether the console may listen without TLS on an address that other machines reach,"
              + " because a proxy before it terminates TLS.");

  static final Setting<List<AddressRange>> FORWARDED_PEERS =
      SECTION.add(
          "payout.console.forwarded.peers",
          Section.EMPTY,
          AddressRange.listForm(),
          SEALED,
          "The proxies before the console that name their caller in X-Forwarded-For, by the address"
              + " from which they connect; empty for none.");

  static final Setting<String> KEY_STORE =
      SECTION.add(
          "payout.console.key-store",
          Section.EMPTY,
          Form.path("the path of a PKCS#12 key store"),
          SEALED,
          "The key store with the certificate of the console; empty for plain HTTP.");

  static final Setting<String> KEY_STORE_PASSWORD =
      SECTION.secret(
          "payout.console.key-store-password",
          Form.text("a password", text -> true).untrimmed(),
          SEALED,
          "The password of that key store.");

  /** Who has to give a code of a second factor. */
  public enum SecondFactor {
    /** Users who have one, when they log in. */
    OPTIONAL,
    /** The same; and nobody without one can act on money. */
    REQUIRED
  }

  static ConsoleSettings read(Values values, Home home) {
    return new ConsoleSettings(
        values.find(PORT),
        values.of(HOST),
        home.resolve(values.of(USERS_FILE)),
        values.find(PUBLIC_URL),
        values.of(SECOND_FACTOR),
        values.list(FORWARDED_PEERS),
        values.find(KEY_STORE).map(home::resolve),
        values.text(KEY_STORE_PASSWORD),
        ConsoleProxySettings.read(values));
  }

  /** Whether browsers reach the console over TLS, so that its cookies must never leave it. */
  public boolean isEncrypted() {
    return keyStore.isPresent()
        || publicUrl.filter(url -> "https".equalsIgnoreCase(url.getScheme())).isPresent();
  }

  /** No secret. */
  @Override
  public String toString() {
    return "console at " + host + ":" + port.map(String::valueOf).orElse("no port");
  }

  private static void check(Values values, Faults faults) {
    Section.portsDiffer(NotifySettings.PORT, PORT, values, faults);
    Section.portsDiffer(ManagementSettings.PORT, PORT, values, faults);
    String host = values.text(HOST);
    if (values.find(PORT).isPresent()
        && !host.isEmpty()
        && !AddressForms.isLoopback(host)
        && values.find(KEY_STORE).isEmpty()
        && !values.find(ALLOW_PLAIN_HTTP).orElse(false)) {
      faults.add(
          "%s is %s, which other machines can reach, and passwords would pass in plain text. Set"
              + " %s; or terminate TLS in a proxy, and set %s=true.",
          HOST, Faults.printable(host), KEY_STORE, ALLOW_PLAIN_HTTP);
    }
  }
}
