package payout.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import payout.config.ConsoleProxySettings;

/**
 * The log-in that a proxy before the console did: which user it names.
 *
 * <p>Invariant: a header is believed only when the peer of the connection is a proxy of the
 * settings and sends the secret that only it and the console know. From anybody else the header
 * means nothing.
 */
final class ProxyLogin {

  /** The header in which the proxy sends its secret. */
  static final String SECRET = "X-Payout-Proxy-Secret";

  private final Optional<ConsoleProxySettings> settings;

  /**
   * By these settings.
   *
   * @param settings empty where no proxy logs users in
   */
  ProxyLogin(Optional<ConsoleProxySettings> settings) {
    this.settings = settings;
  }

  /** Whether the proxy asks for a second factor, so that none is asked for here. */
  boolean isProved() {
    return settings.filter(ConsoleProxySettings::isSecondFactor).isPresent();
  }

  /**
   * Whom the proxy names; empty when this request comes from no proxy, or names nobody.
   *
   * @param peer the address of the connection's other end
   * @param headers all values of the header of a name
   * @throws RefusedException when the header came twice: one of them may be of the caller
   */
  Optional<String> user(String peer, Function<String, List<String>> headers) {
    if (settings.isEmpty() || !isBelieved(settings.get(), peer, headers)) {
      return Optional.empty();
    }
    List<String> names = headers.apply(settings.get().header());
    if (names.size() > 1) {
      throw new RefusedException(
          403,
          "The proxy named more than one user. It must replace the header "
              + settings.get().header()
              + " of its callers, and not add another one.");
    }
    return names.stream().map(String::strip).filter(name -> !name.isEmpty()).findFirst();
  }

  private static boolean isBelieved(
      ConsoleProxySettings settings, String peer, Function<String, List<String>> headers) {
    List<String> secrets = headers.apply(SECRET);
    return isPeer(settings, peer)
        && secrets.size() == 1
        && Secrets.areEqual(secrets.get(0), settings.secret());
  }

  /** The peer is written in digits, so no name is looked up. */
  private static boolean isPeer(ConsoleProxySettings settings, String peer) {
    if (peer.isEmpty()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(peer);
      return settings.peers().stream().anyMatch(each -> each.contains(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
