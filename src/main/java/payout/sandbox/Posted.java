package payout.sandbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A posted form, decoded in the charset of the <b>address</b> (GBK when it names none), or the
 * reason why it cannot be decoded.
 *
 * @param charsetName as in the address; the answer's declaration repeats it
 * @param params empty when they cannot be decoded
 * @param refusal why they cannot be decoded; null when they can
 */
record Posted(String charsetName, Map<String, String> params, Refusal refusal) {
  private static final String CHARSET = "_input_charset";

  static Posted read(SandboxRequest request) {
    String charsetName = Charsets.DEFAULT_NAME;
    try {
      Map<String, String> address = Form.decode(request.queryBytes(), StandardCharsets.UTF_8);
      String named = address.getOrDefault(CHARSET, Charsets.DEFAULT_NAME);
      Charset charset = Charsets.named(named);
      charsetName = named;
      boolean plain = Set.of(CHARSET).containsAll(address.keySet());
      Refusal.unless(plain, "ILLEGAL_ARGUMENT", "the address contains more than the charset");
      Refusal.unless(request.isForm(), "ILLEGAL_ARGUMENT", "the body is not a form");
      return new Posted(charsetName, Form.decode(request.body(), charset), null);
    } catch (Refusal unreadable) {
      return new Posted(charsetName, Map.of(), unreadable);
    }
  }

  String value(String name) {
    return params.getOrDefault(name, "");
  }

  void refuseUnlessReadable() {
    if (refusal != null) {
      throw refusal;
    }
  }
}
