package payout.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The forms of inbox and outbox: endpoints whose options cannot break what the product promises.
 */
final class EndpointForms {

  private EndpointForms() {}

  static Form<List<EndpointUri>> inboxes() {
    return Form.of(
            "one or more endpoints such as file:inbox or sftp://user@host:22/inbox, parted by blanks"
                + " (a blank in a path is written %20)",
            EndpointForms::inboxes)
        .showing(EndpointForms::withoutLogins);
  }

  static Form<EndpointUri> outbox() {
    return Form.of(
            "one endpoint such as file:outbox or sftp://user@host:22/outbox (a blank in a path is"
                + " written %20)",
            text -> endpoint(text, EndpointOptions.OUTBOX))
        .showing(EndpointForms::withoutLogins);
  }

  private static List<EndpointUri> inboxes(String text) throws RefusedValueException {
    List<EndpointUri> inboxes = new ArrayList<>();
    for (String each : text.split("\\s+")) {
      inboxes.add(endpoint(each, EndpointOptions.INBOX));
    }
    return List.copyOf(inboxes);
  }

  private static EndpointUri endpoint(String text, EndpointOptions allowed)
      throws RefusedValueException {
    refuseIndirection(text);
    EndpointUri endpoint = EndpointUri.parse(text);
    for (String option : endpoint.options().keySet()) {
      allowed.check(option, endpoint.isRemote());
    }
    refuseChmod(endpoint);
    return endpoint;
  }

  /** A server takes numbers, where this machine takes letters. */
  private static void refuseChmod(EndpointUri endpoint) throws RefusedValueException {
    String mode = endpoint.options().get("chmod");
    if (endpoint.isRemote() && mode != null && !mode.matches("0?[0-7]{3}")) {
      throw new RefusedValueException("chmod on a server is three digits from 0 to 7, such as 640");
    }
  }

  /** What Camel would replace at start was never seen by these checks. */
  private static void refuseIndirection(String text) throws RefusedValueException {
    if (text.chars().anyMatch(Character::isWhitespace)) {
      throw new RefusedValueException("a blank in a path is written %20");
    }
    for (String marker : List.of("{{", "${", "$simple{", "RAW(", "RAW{", "#")) {
      if (text.contains(marker)) {
        throw new RefusedValueException(
            "it must be written out: {{…}}, ${…}, RAW(…) and #bean are not replaced");
      }
    }
  }

  private static String withoutLogins(String value) {
    List<String> shown = new ArrayList<>();
    for (String each : value.split("\\s+")) {
      shown.add(AddressForms.withoutLogin(each));
    }
    return String.join(" ", shown);
  }
}
