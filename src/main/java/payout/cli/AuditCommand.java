package payout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import payout.batch.Characters;
import payout.batch.ChinaClock;
import payout.batch.OutboxCharset;
import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.Ledger;
import payout.ledger.OutsideHead;
import payout.ledger.TrailLedger;
import payout.ledger.TrailReport;
import payout.ledger.TrailRow;
import payout.ledger.chain.Seal;
import payout.outbox.DayHeads;
import payout.outbox.OutboxText;
import payout.outbox.TrailFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code payout audit}: the sealed trail of steps and acts. */
@Command(
    name = "audit",
    description = "Verifies and exports the trail: each step, and what persons did.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuditCommand.Verify.class, AuditCommand.Export.class})
final class AuditCommand extends CommandGroup {

  private static final int BROKEN = 1;

  @Override
  String example() {
    return "payout audit verify";
  }

  /** {@code payout audit verify}. */
  @Command(
      name = "verify",
      description = {
        "Reads every row of the trail, also while run is running, and says whether one was changed,",
        "removed or added. Exit code 0: whole, 1: broken."
      },
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class Verify implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--sandbox", description = "use the sandbox's ledger")
    private boolean sandbox;

    @Option(
        names = "--outbox",
        paramLabel = "DIR",
        description = "a folder with files of days, reconcile.*.csv, to compare the chain with")
    private Path outbox;

    @Option(
        names = "--known-break",
        paramLabel = "SEAL",
        description = "the seal that records a restore you know of; may be repeated")
    private Set<Long> knownBreaks;

    @Override
    public Integer call() throws IOException {
      try (Ledger ledger = LedgerAccess.open(LedgerAccess.settings(sandbox))) {
        TrailReport report = ledger.trail().verify(heads(), known());
        PrintWriter out = spec.commandLine().getOut();
        TrailText.of(report).forEach(line -> out.println(Characters.shown(line)));
        out.flush();
        ledger.trail().verified(report, LedgerAccess.USER, LedgerAccess.here());
        return report.isWhole() ? 0 : BROKEN;
      }
    }

    private Set<Long> known() {
      return knownBreaks == null ? Set.of() : knownBreaks;
    }

    private List<OutsideHead> heads() throws IOException {
      return outbox == null ? List.of() : DayHeads.read(outbox);
    }
  }

  /** {@code payout audit export}. */
  @Command(
      name = "export",
      description =
          "Prints the trail in the order of its seals, with the hash of each row. Accounts in the"
              + " words of persons are masked.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class Export implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec private CommandSpec spec;

    @Option(names = "--sandbox", description = "use the sandbox's ledger")
    private boolean sandbox;

    @Option(
        names = "--format",
        paramLabel = "csv|jsonl",
        defaultValue = "csv",
        description = "csv (the default), or jsonl: an object a line")
    private Format format;

    @Option(names = "--from", paramLabel = "DAY", description = "the first day in China")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "the last day in China")
    private LocalDate to;

    @Override
    public Integer call() {
      long first = from == null ? Long.MIN_VALUE : ChinaClock.startOf(from);
      long end = to == null ? Long.MAX_VALUE : ChinaClock.startOf(to.plusDays(1));
      try (Ledger ledger = LedgerAccess.open(LedgerAccess.settings(sandbox))) {
        ledger
            .audit()
            .record(
                AuditKind.EXPORTED,
                LedgerAccess.USER,
                LedgerAccess.here(),
                About.NOTHING,
                "payout audit export --format "
                    + format.name().toLowerCase(Locale.ROOT)
                    + (from == null ? "" : " --from " + from)
                    + (to == null ? "" : " --to " + to));
        if (format == Format.CSV) {
          csv(ledger.trail(), first, end);
        } else {
          ledger.trail().rows(first, end, (seal, row) -> print(json(seal, row)));
        }
      }
      spec.commandLine().getOut().flush();
      return 0;
    }

    private void csv(TrailLedger trail, long first, long end) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutboxText text = OutboxText.open(bytes, OutboxCharset.UTF_8)) {
        TrailFile file = new TrailFile(text, MaskedText::of);
        file.begin();
        trail.rows(
            first,
            end,
            (seal, row) -> {
              try {
                file.add(seal, row);
                text.flush();
                pass(bytes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
        text.flush();
        pass(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What was written goes on, so that a trail of any size needs little memory. */
    private void pass(ByteArrayOutputStream bytes) {
      spec.commandLine().getOut().print(bytes.toString(StandardCharsets.UTF_8));
      bytes.reset();
    }

    private static String json(Optional<Seal> seal, TrailRow row) {
      try {
        String json = JSON.writeValueAsString(TrailFile.values(seal, row, MaskedText::of));
        return Characters.shown(json); // the result is a valid escape in a JSON string
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void print(String line) {
      spec.commandLine().getOut().print(line + "\n");
    }
  }

  /** The forms of an export. */
  enum Format {
    /** A row each. */
    CSV,
    /** A JSON object each. */
    JSONL
  }
}
