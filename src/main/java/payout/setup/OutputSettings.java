package payout.setup;

import payout.batch.OutboxCharset;
import payout.batch.Words;
import payout.config.OutboxSettings;
import payout.config.Settings;
import payout.gateway.GatewayCodes;
import payout.ledger.PublicationLedger;
import payout.outbox.Publisher;

/** Makes of the settings what writes the files of the outbox: there, and for whoever asks again. */
public final class OutputSettings {

  private OutputSettings() {}

  /** What writes the files from this ledger. */
  public static Publisher publisher(
      Settings settings, GatewayCodes codes, PublicationLedger ledger) {
    OutboxSettings outbox = settings.outbox();
    OutboxCharset charset = outbox.charset();
    Words words = Words.in(outbox.language());
    return new Publisher(
        ledger,
        charset,
        words,
        codes.meanings(outbox.language()),
        settings.kind() == Settings.Kind.SANDBOX);
  }
}
