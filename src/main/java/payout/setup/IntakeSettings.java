package payout.setup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import payout.config.AcceptanceSettings;
import payout.config.InboxSettings;
import payout.config.LimitSettings;
import payout.config.Settings;
import payout.gateway.GatewayCodes;
import payout.inbox.IntakeRules;
import payout.inbox.LineLimits;
import payout.inbox.WarningRules;
import payout.ledger.AcceptRules;

/**
 * Makes of the settings what intake goes by; a dry run and an operator's command go by the same.
 */
public final class IntakeSettings {

  private IntakeSettings() {}

  /** The rules of intake. */
  public static IntakeRules rules(Settings settings) {
    LimitSettings limits = settings.limits();
    return new IntakeRules(
        settings.payer(),
        settings.inbox().charset(),
        settings.inbox().onInvalidLine() == InboxSettings.OnInvalidLine.REJECT_LINE,
        new LineLimits(
            limits.serialBytesMax(),
            limits.lineAmountMax(),
            limits.refuseFormulas(),
            settings.outbox().charset().newEncoder().charset()),
        limits.batchLinesMax(),
        limits.fileLinesMax(),
        limits.fileBytesMax(),
        limits.fileAmountMax(),
        settings.kind() == Settings.Kind.SANDBOX,
        settings.outbox().language(),
        work(settings),
        warnings(settings.acceptance()));
  }

  private static WarningRules warnings(AcceptanceSettings acceptance) {
    return new WarningRules(
        acceptance.repeatDays(),
        acceptance.repeatHoldPercent(),
        acceptance.newPayeeAmountMin(),
        WarningRules.GATEWAY_REMARK_MIN,
        GatewayCodes.load()::isAboutPayee);
  }

  /** The rules about what a valid file waits for. */
  public static AcceptRules acceptRules(Settings settings) {
    AcceptanceSettings acceptance = settings.acceptance();
    return new AcceptRules(
        acceptance.approvalFrom(),
        Duration.ofHours(acceptance.approvalHours()).toMillis(),
        acceptance.approvers(),
        owners(acceptance.inboxOwners()),
        acceptance.dayAmountMax(),
        acceptance.onLimit() == AcceptanceSettings.OnLimit.NEXT_DAY,
        acceptance.dayStart());
  }

  private static Map<String, String> owners(List<String> owners) {
    Map<String, String> byInbox = new HashMap<>();
    for (int i = 0; i < owners.size(); i++) {
      byInbox.put(InboxSettings.name(i), owners.get(i));
    }
    return byInbox;
  }

  /** A folder for files that are being made. */
  public static Path work(Settings settings) {
    return settings.home().resolve("data/work");
  }
}
