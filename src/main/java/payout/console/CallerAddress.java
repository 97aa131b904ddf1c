package payout.console;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import payout.config.AddressRange;

/**
 * The address of whoever makes a request: the peer of the connection, or whom a proxy of the
 * settings names. Of {@code X-Forwarded-For} only what such a proxy added is believed, which stands
 * last; what stands before it comes from the caller.
 */
final class CallerAddress {

  /** The header in which a proxy names its caller. */
  static final String HEADER = "X-Forwarded-For";

  private final List<AddressRange> proxies;

  /**
   * By these settings.
   *
   * @param proxies who is believed; empty for nobody
   */
  CallerAddress(List<AddressRange> proxies) {
    this.proxies = proxies;
  }

  /**
   * The address.
   *
   * @param peer the other end of the connection
   * @param forwarded all values of the header
   */
  String of(String peer, List<String> forwarded) {
    List<String> named = new ArrayList<>();
    forwarded.forEach(each -> named.addAll(List.of(each.split(",", -1))));
    String address = peer;
    for (int i = named.size() - 1; i >= 0 && isProxy(address); i--) {
      Optional<InetAddress> before = AddressRange.written(named.get(i).strip());
      if (before.isEmpty()) {
        return address;
      }
      address = before.get().getHostAddress();
    }
    return address;
  }

  private boolean isProxy(String address) {
    return AddressRange.written(address)
        .filter(each -> proxies.stream().anyMatch(proxy -> proxy.contains(each)))
        .isPresent();
  }
}
