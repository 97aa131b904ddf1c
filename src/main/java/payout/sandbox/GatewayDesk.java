package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code /gateway.do}: a posted batch, or a question about a notify id. */
public final class GatewayDesk {
  private final PostDesk posts;
  private final VerifyDesk verify;

  GatewayDesk(PostDesk posts, VerifyDesk verify) {
    this.posts = posts;
    this.verify = verify;
  }

  /** Answers one request; called by the route. */
  public SandboxAnswer answer(SandboxRequest request) {
    return request.method().equals("POST") ? posts.answer(request) : get(request);
  }

  /** A batch in the address is refused: it does not fit there, and addresses are logged. */
  private SandboxAnswer get(SandboxRequest request) {
    try {
      Map<String, String> params = Form.decode(request.queryBytes(), StandardCharsets.UTF_8);
      String service = params.getOrDefault("service", "");
      if (service.equals("notify_verify")) {
        return verify.answer(params);
      }
      boolean batch = service.equals(EnvelopeChecks.SERVICE);
      return refused(batch ? "ILLEGAL_ARGUMENT" : "ILLEGAL_SERVICE");
    } catch (Refusal unreadable) {
      return refused(unreadable.code());
    }
  }

  private static SandboxAnswer refused(String code) {
    return XmlAnswers.refused(Charsets.DEFAULT_NAME, code);
  }
}
