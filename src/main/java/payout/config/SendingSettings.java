package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.OWN_FILE;
import static payout.config.Setting.InSandbox.SEALED;

import java.net.URI;
import java.util.List;
import payout.batch.RequestCharset;

/** The settings of what goes to the gateway and comes back: payer, keys, gateway, notify. */
final class SendingSettings {

  static final SettingList LIST = new SettingList();

  static final Setting<String> PARTNER =
      LIST.add(
          "payout.partner",
          SettingList.NO_DEFAULT,
          PayerForms.partner(),
          OWN_FILE,
          "The partner number that the gateway gave the paying company.");

  static final Setting<String> EMAIL =
      LIST.add(
          "payout.email",
          SettingList.NO_DEFAULT,
          PayerForms.name(),
          OWN_FILE,
          "The account that pays, as it is known to the gateway.");

  static final Setting<String> ACCOUNT_NAME =
      LIST.add(
          "payout.account-name",
          SettingList.NO_DEFAULT,
          PayerForms.name(),
          OWN_FILE,
          "The name of the account that pays, letter by letter as the gateway knows it.");

  static final Setting<String> BUYER_ACCOUNT_NAME =
      LIST.add(
          "payout.buyer-account-name",
          SettingList.EMPTY,
          PayerForms.name(),
          OWN_FILE,
          "An alias of the account that pays; the gateway prefers it to payout.email.");

  static final Setting<String> EXTEND_PARAM =
      LIST.add(
          "payout.extend-param",
          SettingList.EMPTY,
          PayerForms.extendParam(),
          OWN_FILE,
          "Extra parameters that were agreed with the gateway.");

  static final Setting<RequestCharset> CHARSET =
      LIST.add(
          "payout.charset",
          "utf-8",
          PayerForms.charset(),
          OPEN,
          "The charset of the requests to the gateway; limits in bytes are counted in it.");

  static final Setting<String> SIGN_TYPE =
      LIST.add(
          "payout.sign-type",
          "RSA",
          Forms.oneOf("RSA", "DSA", "MD5"),
          OPEN,
          "How requests are signed, and the only way in which a notify may be signed.");

  static final Setting<String> MD5_KEY =
      LIST.secret(
          "payout.md5-key",
          PayerForms.md5Key(),
          SEALED,
          "The key for MD5; better kept in a file of its own or in the environment.");

  static final Setting<String> MD5_KEY_FILE =
      LIST.add(
          "payout.md5-key-file",
          SettingList.EMPTY,
          Forms.path(),
          SEALED,
          "The file that holds the key for MD5, instead of payout.md5-key.");

  static final Setting<String> PRIVATE_KEY_FILE =
      LIST.add(
          "payout.private-key-file",
          SettingList.EMPTY,
          Forms.path(),
          SEALED,
          "The file with our private key for RSA or DSA.");

  static final Setting<String> GATEWAY_PUBLIC_KEY_FILE =
      LIST.add(
          "payout.gateway-public-key-file",
          SettingList.EMPTY,
          Forms.path(),
          SEALED,
          "The file with the gateway's public key for RSA or DSA.");

  static final Setting<Boolean> KEY_READABLE_BY_ALL =
      LIST.add(
          "payout.key-readable-by-all",
          "false",
          Forms.flag(),
          OPEN,
          "Whether a key of ours is accepted that every user of this machine can read.");

  static final Setting<URI> GATEWAY_URL =
      LIST.add(
          "payout.gateway.url",
          "https://mapi.alipay.com/gateway.do",
          AddressForms.gateway(),
          SEALED,
          "The address of the gateway.");

  static final Setting<Integer> GATEWAY_CONNECT_TIMEOUT_MS =
      LIST.add(
          "payout.gateway.connect-timeout-ms",
          "8000",
          Forms.shortMillis(1, 600_000),
          OPEN,
          "How long to wait for a connection to the gateway.");

  static final Setting<Integer> GATEWAY_READ_TIMEOUT_MS =
      LIST.add(
          "payout.gateway.read-timeout-ms",
          "30000",
          Forms.shortMillis(1, 600_000),
          OPEN,
          "How long to wait for the gateway's answer; after that nobody knows whether it took the"
              + " batch.");

  static final Setting<Integer> GATEWAY_IN_FLIGHT_MAX =
      LIST.add(
          "payout.gateway.in-flight-max",
          "2",
          Forms.number(1, 100),
          OPEN,
          "How many batches may be on their way to the gateway at once.");

  static final Setting<Long> GATEWAY_RESEND_DELAY_MS =
      LIST.add(
          "payout.gateway.resend-delay-ms",
          "60000",
          Forms.millis(1, SettingList.DAY_MS),
          OPEN,
          "How long to wait before a batch of unknown outcome is sent again under its number; the"
              + " wait doubles each time.");

  static final Setting<Long> GATEWAY_RESEND_DELAY_MAX_MS =
      LIST.add(
          "payout.gateway.resend-delay-max-ms",
          "3600000",
          Forms.millis(1, SettingList.DAY_MS),
          OPEN,
          "The longest such wait; there is no last time.");

  static final Setting<Long> GATEWAY_PAUSE_MS =
      LIST.add(
          "payout.gateway.pause-ms",
          "900000",
          Forms.millis(1, SettingList.DAY_MS),
          OPEN,
          "How long sending pauses after the gateway refused the whole account, before one batch"
              + " tries again.");

  static final Setting<URI> NOTIFY_URL =
      LIST.add(
          "payout.notify.url",
          SettingList.NO_DEFAULT,
          AddressForms.notifyUrl(),
          SEALED,
          "The address that the gateway is told to call with the results.");

  static final Setting<String> NOTIFY_HOST =
      LIST.add(
          "payout.notify.host",
          "0.0.0.0",
          AddressForms.host(),
          SEALED,
          "The address of this machine on which that call is served.");

  static final Setting<Integer> NOTIFY_PORT =
      LIST.add("payout.notify.port", "8080", Forms.port(), OPEN, "The port on which it is served.");

  static final Setting<String> NOTIFY_PATH =
      LIST.add(
          "payout.notify.path",
          "/alipay/notify",
          AddressForms.servedPath(),
          OPEN,
          "The path on which it is served.");

  static final Setting<Boolean> NOTIFY_VERIFY =
      LIST.add(
          "payout.notify.verify",
          "true",
          Forms.flag(),
          OPEN,
          "Whether the gateway is asked, before a notify counts, if the notify is its own.");

  static final Setting<List<AddressRange>> NOTIFY_PROXIES =
      LIST.add(
          "payout.notify.proxies",
          SettingList.EMPTY,
          AddressRange.listForm(),
          OPEN,
          "The proxies through which that call comes; each may hold more connections than a"
              + " stranger's 64.");

  private SendingSettings() {}
}
