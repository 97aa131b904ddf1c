package payout.config;

import static payout.config.Setting.InSandbox.SEALED;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A proxy before the console that logs users in (single sign-on) and names them in a header.
 *
 * @param peers the addresses from which the proxy connects
 * @param header the name of the header with the user
 * @param secret what the proxy sends in X-Payout-Proxy-Secret, so that nobody else behind its
 *     address is believed
 * @param isSecondFactor whether the proxy asks for a second factor
 */
public record ConsoleProxySettings(
    List<AddressRange> peers, String header, String secret, boolean isSecondFactor) {

  static final Section SECTION = new Section(ConsoleProxySettings::check);

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** Any character that a header can carry as it is. */
  private static final Pattern SECRET_TEXT = Pattern.compile("[!-~]{32,512}");

  static final Setting<List<AddressRange>> PEERS =
      SECTION.add(
          "payout.console.proxy.peers",
          Section.EMPTY,
          AddressRange.listForm(),
          SEALED,
          "The proxies that log users of the console in (single sign-on), by the address from which"
              + " they connect; empty for none.");

  static final Setting<String> HEADER_NAME =
      SECTION.add(
          "payout.console.proxy.header",
          Section.EMPTY,
          Form.text(
              "the name of a header, letters, digits and dashes",
              text -> HEADER.matcher(text).matches()),
          SEALED,
          "The header in which such a proxy names the user; it must replace what its callers send.");

  static final Setting<String> SECRET =
      SECTION.secret(
          "payout.console.proxy.secret",
          Form.text(
              "32 to 512 characters of ASCII without blanks",
              text -> SECRET_TEXT.matcher(text).matches()),
          SEALED,
          "What such a proxy sends in the header X-Payout-Proxy-Secret.");

  static final Setting<Boolean> SECOND_FACTOR =
      SECTION.add(
          "payout.console.proxy.second-factor",
          "false",
          Form.flag(),
          SEALED,
          "Whether such a proxy asks for a second factor, so that its users may act on money where"
              + " payout.console.second-factor=required.");

  static Optional<ConsoleProxySettings> read(Values values) {
    return values
        .find(PEERS)
        .map(
            peers ->
                new ConsoleProxySettings(
                    peers,
                    values.text(HEADER_NAME),
                    values.text(SECRET),
                    values.of(SECOND_FACTOR)));
  }

  /** No secret. */
  @Override
  public String toString() {
    return "proxy " + peers + " with " + header;
  }

  /** Half of it would believe anybody, or nobody. */
  private static void check(Values values, Faults faults) {
    boolean hasPeers = values.find(PEERS).isPresent();
    boolean hasHeader = values.find(HEADER_NAME).isPresent();
    boolean hasSecret =
        values.find(SECRET).isPresent() || values.find(SECTION.twin(SECRET)).isPresent();
    if (hasPeers != hasHeader || hasHeader != hasSecret) {
      faults.add(
          "%s, %s and %s are only set together: a proxy that logs users in is known by its address"
              + " and its secret, and names the user in that header.",
          PEERS, HEADER_NAME, SECRET);
    }
  }
}
