package payout.console;

import java.util.ArrayList;
import java.util.List;
import payout.config.ConsoleSettings.SecondFactor;
import payout.config.Settings;
import payout.inbox.ConsoleInbox;
import payout.inbox.IntakeRules;
import payout.ledger.AcceptRules;
import payout.ledger.ActLedger;
import payout.ledger.LargestPayments;
import payout.ledger.Ledger;
import payout.ledger.PublicationLedger;
import payout.ledger.StatusLedger;
import payout.ledger.SubmissionLedger;
import payout.ledger.WaitingLedger;
import payout.setup.IntakeSettings;

/** The pages by which something is done: files brought in and decided upon, acts on batches. */
final class Acting {

  private static final int LARGEST_MAX = 10;
  private static final int WARNINGS_MAX = 200;

  private Acting() {}

  static List<Endpoint> endpoints(Templates templates, Settings settings, Ledger ledger) {
    List<Endpoint> all = new ArrayList<>(acts(templates, settings, ledger));
    all.addAll(submissions(templates, settings, ledger));
    all.addAll(
        new SessionPages(templates, ledger.sessions(), new Recorder(ledger.audit())).endpoints());
    return all;
  }

  private static List<Endpoint> acts(Templates templates, Settings settings, Ledger ledger) {
    AcceptRules accept = IntakeSettings.acceptRules(settings);
    ActLedger acts = ledger.acts(accept);
    StatusLedger status = ledger.status();
    PublicationLedger publications = ledger.publications();
    WaitingLedger waiting = ledger.waiting(accept, settings.outbox().language());
    DeedPages deeds =
        new DeedPages(
            templates,
            settings.console().secondFactor() == SecondFactor.REQUIRED,
            file ->
                ledger.largestPayments().of(file.id(), LARGEST_MAX).stream()
                    .map(LargestPayments.Payment::line)
                    .toList(),
            file -> ShownWarnings.of(publications, file, WARNINGS_MAX));
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new WaitingPages(templates, waiting, status, publications, deeds).endpoints());
    all.addAll(new OperatorPages(acts, status, deeds, settings.payer().partner()).endpoints());
    all.addAll(new SettlePages(templates, acts, status, deeds).endpoints());
    all.addAll(new BatchPages(templates, acts, status).endpoints());
    all.addAll(new StatementPages(templates, ledger.statementList(), acts, deeds).endpoints());
    return all;
  }

  private static List<Endpoint> submissions(Templates templates, Settings settings, Ledger ledger) {
    IntakeRules intake = IntakeSettings.rules(settings);
    SubmissionLedger submissions = ledger.submissions();
    ConsoleInbox inbox =
        new ConsoleInbox(settings.payer(), settings.limits().fileBytesMax(), submissions);
    boolean isSandbox = settings.kind() == Settings.Kind.SANDBOX;
    CheckReports reports = new CheckReports(settings.outbox(), submissions, isSandbox);
    SubmitForm form = new SubmitForm(inbox, intake, ledger.clock());
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new SubmitPages(templates, inbox, form, new Recorder(ledger.audit())).endpoints());
    all.addAll(new CheckPages(templates, inbox, reports).endpoints());
    return all;
  }
}
