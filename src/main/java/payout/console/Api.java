package payout.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import payout.config.ConsoleSettings.SecondFactor;
import payout.config.Settings;
import payout.gateway.GatewayCodes;
import payout.inbox.ConsoleInbox;
import payout.ledger.AcceptRules;
import payout.ledger.FileList;
import payout.ledger.FileRow;
import payout.ledger.Ledger;
import payout.ledger.PublicationLedger;
import payout.ledger.Source;
import payout.setup.IntakeSettings;
import payout.setup.OutputSettings;

/** The HTTP interface, as {@code openapi.yaml} describes it. */
final class Api {

  /** How each of its addresses begins. */
  static final String ROOT = "/api/v1";

  private static final String DESCRIPTION = "openapi.yaml";

  private Api() {}

  /** The calls of programs. */
  static List<Endpoint> endpoints(Settings settings, Ledger ledger) {
    AcceptRules rules = IntakeSettings.acceptRules(settings);
    FileList files = ledger.files();
    PublicationLedger publications = ledger.publications();
    Outputs outputs =
        new Outputs(
            publications, OutputSettings.publisher(settings, GatewayCodes.load(), publications));
    ConsoleInbox inbox =
        new ConsoleInbox(settings.payer(), settings.limits().fileBytesMax(), ledger.submissions());
    CallActs calls = new CallActs(settings.console().secondFactor() == SecondFactor.REQUIRED);
    List<Endpoint> all = new ArrayList<>();
    Recorder recorder = new Recorder(ledger.audit(), Source.Channel.API);
    all.addAll(new ApiFiles(inbox, files, ledger.status(), outputs, recorder).endpoints());
    all.addAll(new ApiPayments(ledger.payments()).endpoints());
    all.addAll(
        new ApiActs(
                ledger.waiting(rules, settings.outbox().language()),
                ledger.acts(rules),
                files,
                calls,
                settings.payer().partner())
            .endpoints());
    byte[] description = description();
    all.add(
        Endpoint.openCall(
            "GET",
            ROOT + "/" + DESCRIPTION,
            visit -> Reply.bytes(200, "application/yaml", description)));
    return all;
  }

  /**
   * The file that an address names.
   *
   * @throws RefusedException when there is none
   */
  static FileRow file(Visit visit, FileList files) {
    String id = visit.path().get("id");
    Optional<FileRow> file =
        id.matches("[0-9]{1,18}") ? files.file(Long.parseLong(id)) : Optional.empty();
    return file.orElseThrow(
        () -> new RefusedException(404, "The ledger holds no file of this id."));
  }

  /** The number of the batch that an address names; whether there is one, the act finds out. */
  static String batchNo(Visit visit) {
    String batchNo = visit.path().get("batch_no");
    if (!batchNo.matches("[0-9A-Za-z]{1,64}")) {
      throw new RefusedException(404, "The ledger holds no batch of this number.");
    }
    return batchNo;
  }

  private static byte[] description() {
    try (InputStream in = Api.class.getResourceAsStream(DESCRIPTION)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
