package payout.sandbox;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Set;

/**
 * The first half of the checks (table 4-1, basic parameters): who requests what, in which charset,
 * and whether the signature is valid.
 */
final class EnvelopeChecks {
  static final String SERVICE = "batch_trans_notify_no_pwd";

  private static final Set<String> KNOWN =
      Set.of(
          "service",
          "partner",
          "_input_charset",
          "sign_type",
          "sign",
          "notify_url",
          "account_name",
          "detail_data",
          "batch_no",
          "batch_num",
          "batch_fee",
          "pay_date",
          "email",
          "buyer_account_name",
          "extend_param");

  private final String partner;
  private final GatewayKeys keys;

  EnvelopeChecks(String partner, GatewayKeys keys) {
    this.partner = partner;
    this.keys = keys;
  }

  /**
   * @param params the decoded form
   * @param charsetName the charset of the address, GBK where it names none
   */
  void check(Map<String, String> params, String charsetName) {
    String service = value(params, "service");
    Refusal.unless(service.equals(SERVICE), "ILLEGAL_SERVICE", "an unknown service");
    partner(value(params, "partner"));
    boolean charset = value(params, "_input_charset").equalsIgnoreCase(charsetName);
    Refusal.unless(charset, "ILLEGAL_CHARSET", "_input_charset is not that of the address");
    boolean signType = value(params, "sign_type").equals(keys.type().name());
    Refusal.unless(signType, "ILLEGAL_SIGN_TYPE", "sign_type is not " + keys.type());
    sign(params, Charsets.named(charsetName));
    // A name that the document does not know is a typing mistake that a live gateway would ignore.
    boolean known = KNOWN.containsAll(params.keySet());
    Refusal.unless(known, "ILLEGAL_ARGUMENT", "a parameter that the document does not know");
  }

  private void partner(String value) {
    boolean valid = value.matches("2088[0-9]{12}") && value.equals(partner);
    Refusal.unless(valid, "ILLEGAL_PARTNER", "partner is not the configured one");
  }

  private void sign(Map<String, String> params, Charset charset) {
    boolean valid = keys.verifies(Form.signedBytes(params, charset), value(params, "sign"));
    Refusal.unless(valid, "ILLEGAL_SIGN", "the signature is invalid");
  }

  private static String value(Map<String, String> params, String name) {
    return params.getOrDefault(name, "");
  }
}
