package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code /gateway.do}: a posted batch, or a question about a notify id. */
public final class GatewayDesk {
  private final PostDesk posts;
  private final String partner;
  private final NotifyStates states;
  private final Faults faults;

  GatewayDesk(PostDesk posts, String partner, NotifyStates states, Faults faults) {
    this.posts = posts;
    this.partner = partner;
    this.states = states;
    this.faults = faults;
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
        return verify(params);
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

  private SandboxAnswer verify(Map<String, String> params) {
    SandboxAnswer truth = SandboxAnswer.text(200, verdict(params));
    return faults.next(FaultKind.Stage.VERIFY).map(each -> broken(truth, each)).orElse(truth);
  }

  /**
   * The answer to {@code notify_verify} (section 9): {@code true} for an id that was delivered to
   * this partner within the window and not yet answered with {@code success}; {@code invalid} when
   * the query is wrong, {@code false} otherwise.
   */
  private String verdict(Map<String, String> params) {
    String notifyId = params.getOrDefault("notify_id", "");
    if (!partner.equals(params.get("partner")) || notifyId.isEmpty()) {
      return "invalid";
    }
    return Boolean.toString(states.verifies(notifyId));
  }

  private static SandboxAnswer broken(SandboxAnswer truth, Fault fault) {
    return switch (fault.kind()) {
      case VERIFY_FALSE -> SandboxAnswer.text(200, "false");
      case VERIFY_SLOW -> truth.after(fault.pause());
      case VERIFY_DEAD -> truth.over(SandboxAnswer.Wire.CLOSE);
      case VERIFY_STATUS -> SandboxAnswer.html(fault.status());
      default -> truth;
    };
  }
}
