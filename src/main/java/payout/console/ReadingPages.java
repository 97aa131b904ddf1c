package payout.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import payout.config.AlarmSettings;
import payout.config.Settings;
import payout.gateway.GatewayCodes;
import payout.ledger.AlarmLedger;
import payout.ledger.Ledger;
import payout.ledger.PublicationLedger;
import payout.setup.OutputSettings;

/** The pages for reading: they change nothing but the audit trail. */
final class ReadingPages {

  private ReadingPages() {}

  static List<Endpoint> endpoints(
      Settings settings, Ledger ledger, Templates templates, Supplier<List<String>> troubles) {
    GatewayCodes codes = GatewayCodes.load();
    PublicationLedger publications = ledger.publications();
    Outputs outputs =
        new Outputs(publications, OutputSettings.publisher(settings, codes, publications));
    Recorder recorder = new Recorder(ledger.audit());
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new OverviewPages(templates, ledger, rules(settings), troubles).endpoints());
    all.addAll(new FilePages(templates, ledger, settings, outputs, recorder).endpoints());
    all.addAll(new PaymentPages(templates, ledger, codes, recorder).endpoints());
    all.addAll(new AuditPages(templates, ledger.audit(), ledger.trail(), recorder).endpoints());
    return all;
  }

  private static AlarmLedger.Rules rules(Settings settings) {
    AlarmSettings alarms = settings.alarms();
    return new AlarmLedger.Rules(alarms.unknownAfterMs(), alarms.notifyAfterMs(), settings.payer());
  }
}
