package payout.route;

import java.nio.file.Path;
import payout.config.InboxSettings;
import payout.config.LimitSettings;
import payout.config.Settings;
import payout.inbox.IntakeRules;
import payout.inbox.LineLimits;

/** Makes of the settings what intake goes by; a dry run goes by the same. */
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
        work(settings));
  }

  /** A folder for files that are being made. */
  static Path work(Settings settings) {
    return settings.home().resolve("data/work");
  }
}
