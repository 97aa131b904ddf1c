package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.net.URI;
import java.util.List;

/**
 * Where the gateway's notify comes in.
 *
 * @param url what the gateway calls; empty where nothing is sent and it is not set
 * @param host the address of this machine on which it is served
 * @param port the port on which it is served; 0 for any free port
 * @param path the path on which it is served
 * @param verify whether a notify must be confirmed by notify_verify
 * @param proxies the proxies through which it comes, so that many callers have one address
 */
public record NotifySettings(
    URI url, String host, int port, String path, boolean verify, List<AddressRange> proxies) {

  static final Section SECTION = new Section();

  static final Setting<URI> URL =
      SECTION.add(
          "payout.notify.url",
          Section.NO_DEFAULT,
          AddressForms.notifyUrl(),
          SEALED,
          "The address that the gateway calls with the results.");

  static final Setting<String> HOST =
      SECTION.add(
          "payout.notify.host",
          "0.0.0.0",
          AddressForms.host(),
          SEALED,
          "The address of this machine on which the service listens for the notify.");

  static final Setting<Integer> PORT =
      SECTION.add(
          "payout.notify.port",
          "8080",
          Form.port(),
          OPEN,
          "The port on which it listens for the" + " notify.");

  static final Setting<String> PATH =
      SECTION.add(
          "payout.notify.path",
          "/alipay/notify",
          AddressForms.servedPath(),
          OPEN,
          "The path at which it accepts the notify.");

  static final Setting<Boolean> VERIFY =
      SECTION.add(
          "payout.notify.verify",
          "true",
          Form.flag(),
          OPEN,
          "Whether the gateway must confirm each notify (notify_verify) before it counts.");

  static final Setting<List<AddressRange>> PROXIES =
      SECTION.add(
          "payout.notify.proxies",
          Section.EMPTY,
          AddressRange.listForm(),
          OPEN,
          "The proxies in front of the service; the limit of 64 connections an address does not"
              + " apply to them.");

  static NotifySettings read(Values values) {
    return new NotifySettings(
        values.find(URL).orElse(URI.create("")),
        values.of(HOST),
        values.of(PORT),
        values.of(PATH),
        values.of(VERIFY),
        values.list(PROXIES));
  }

  /** The same settings for another port, under an address that leads there. */
  NotifySettings at(URI otherUrl, int otherPort) {
    return new NotifySettings(otherUrl, host, otherPort, path, verify, proxies);
  }
}
