package payout.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import payout.config.AcceptanceSettings;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.ledger.AcceptRules;

/** Makes of the settings what files wait for; a person's command goes by the same. */
public final class AcceptSettings {

  private AcceptSettings() {}

  /** The rules of waiting. */
  public static AcceptRules rules(Settings settings) {
    AcceptanceSettings acceptance = settings.acceptance();
    return new AcceptRules(
        acceptance.approvalFrom(),
        Duration.ofHours(acceptance.approvalHours()).toMillis(),
        acceptance.approvers(),
        owners(acceptance.inboxOwners()),
        acceptance.dayAmountMax(),
        acceptance.onLimit() == AcceptanceSettings.OnLimit.NEXT_DAY);
  }

  private static Map<String, String> owners(List<String> owners) {
    Map<String, String> byInbox = new HashMap<>();
    for (int i = 0; i < owners.size(); i++) {
      byInbox.put(InboxSettings.name(i), owners.get(i));
    }
    return byInbox;
  }
}
