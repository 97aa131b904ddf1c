package payout.route;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import payout.config.EndpointUri;
import payout.config.Settings;
import payout.ledger.AcceptRules;

/** Makes of the settings what files wait for; a person's command goes by the same. */
public final class AcceptSettings {

  private AcceptSettings() {}

  /** The rules of waiting. */
  public static AcceptRules rules(Settings settings) {
    Settings.Acceptance acceptance = settings.acceptance();
    return new AcceptRules(
        acceptance.approvalFrom(),
        Duration.ofHours(acceptance.approvalHours()).toMillis(),
        acceptance.approvers(),
        owners(acceptance.inboxOwners()),
        acceptance.dayAmountMax(),
        acceptance.onLimit() == Settings.OnLimit.NEXT_DAY);
  }

  private static Map<String, String> owners(List<String> owners) {
    Map<String, String> byInbox = new HashMap<>();
    for (int i = 0; i < owners.size(); i++) {
      byInbox.put(Settings.Inbox.name(i), owners.get(i));
    }
    return byInbox;
  }

  /** The inboxes that are folders of this machine, by their names. */
  static Map<String, Path> localInboxes(Settings settings) {
    Map<String, Path> local = new LinkedHashMap<>();
    List<EndpointUri> inboxes = settings.inbox().endpoints();
    for (int i = 0; i < inboxes.size(); i++) {
      if (!inboxes.get(i).isRemote()) {
        local.put(Settings.Inbox.name(i), inboxes.get(i).folder());
      }
    }
    return local;
  }
}
