package payout.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * Answers {@code notify_verify} (section 9): {@code true} for an id that was delivered to this
 * partner within the window and not yet answered with {@code success}; {@code invalid} when the
 * query is wrong, {@code false} otherwise.
 */
final class VerifyDesk {
  private final String partner;
  private final NotifyStates states;
  private final Faults faults;

  VerifyDesk(String partner, NotifyStates states, Faults faults) {
    this.partner = partner;
    this.states = states;
    this.faults = faults;
  }

  SandboxAnswer answer(Map<String, String> params) {
    Optional<Fault> fault = faults.next(FaultKind.Stage.VERIFY);
    SandboxAnswer truth = SandboxAnswer.text(200, verdict(params));
    return fault.map(each -> broken(truth, each)).orElse(truth);
  }

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
