package payout.route;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.Sha256;
import payout.inbox.Original;
import payout.ledger.ActLedger;
import payout.ledger.ActRefusedException;
import payout.ledger.ArchiveName;
import payout.ledger.StatementIntake;
import payout.ledger.StatementRecord;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.StatementFile;
import payout.statement.StatementReader;
import payout.statement.Tally;
import payout.statement.UnreadableStatementException;

/**
 * The steps of the route {@code take-statements}: a statement of the account is matched with the
 * ledger, or refused with an alarm. Either way it moves to the archive of its folder after the
 * ledger's commit.
 *
 * <p>What a statement proves is applied here only where the settings say so; otherwise whoever may
 * write to the folder moves nothing.
 */
public final class TakeStatements {

  private static final Logger LOG = LoggerFactory.getLogger(TakeStatements.class);
  private static final String STATEMENT = "payoutStatement";

  private final StatementIntake intake;
  private final ActLedger acts;
  private final String partner;
  private final Supplier<LocalDate> openDay;
  private final boolean appliesAtOnce;
  private final ChinaClock clock;
  private final Alarm alarm;

  /**
   * Takes statements into this ledger.
   *
   * @param partner the payer's partner number
   * @param openDay the first day in China that has no statement yet
   * @param appliesAtOnce whether what they prove is recorded without a person
   */
  public TakeStatements(
      StatementIntake intake,
      ActLedger acts,
      String partner,
      Supplier<LocalDate> openDay,
      boolean appliesAtOnce,
      ChinaClock clock,
      Alarm alarm) {
    this.intake = intake;
    this.acts = acts;
    this.partner = partner;
    this.openDay = openDay;
    this.appliesAtOnce = appliesAtOnce;
    this.clock = clock;
    this.alarm = alarm;
  }

  /** Matches the statement in the body, and sets where it is archived. */
  public void match(Exchange exchange) throws IOException {
    Original original = InboxArchive.original(exchange);
    Found found = read(original);
    original.requireUnchanged();
    StatementRecord statement = take(found);
    Checkpoint.STATEMENT_TAKEN.pass();
    exchange.setProperty(STATEMENT, statement);
    String folder = statement.isRefused() ? ".rejected" : ".done";
    exchange.setProperty(
        InboxArchive.ARCHIVE, ArchiveName.of(folder, original.name(), clock.now()));
  }

  /** Records what it proves, where no person has to say so. */
  public void apply(Exchange exchange) {
    StatementRecord statement = exchange.getProperty(STATEMENT, StatementRecord.class);
    if (!appliesAtOnce || statement.isRefused()) {
      return;
    }
    try {
      acts.proveBySetting(statement.id())
          .ifPresent(sentence -> LOG.info("Statement {}: {}", statement.name(), sentence));
    } catch (ActRefusedException e) {
      alarm.raise(
          AlarmKind.STATEMENT,
          "What the statement "
              + statement.name()
              + " proves is not recorded, and waits for an approver. "
              + e.getMessage());
    }
    Checkpoint.STATEMENT_APPLIED.pass();
  }

  private StatementRecord take(Found found) {
    Optional<StatementRecord> known = intake.again(found.sha256);
    if (known.isPresent()) {
      LOG.info(
          "Statement {}: the same bytes as {}, which was matched before; nothing is done.",
          found.name,
          known.get().name());
      return known.get();
    }
    try {
      StatementFile file = StatementFile.read(found.name, found.bytes, partner, openDay.get());
      StatementRecord statement =
          intake.take(found.name, found.sha256, file, fresh -> tell(found.name, fresh));
      if (statement.isRefused()) {
        tellRefused(found, statement.reason());
      } else {
        LOG.info("Statement {}: matched, {} rows.", found.name, statement.rows());
      }
      return statement;
    } catch (UnreadableStatementException e) {
      tellRefused(found, e.getMessage());
      return intake.refuse(found.name, found.sha256, e.getMessage());
    }
  }

  private void tellRefused(Found found, String reason) {
    alarm.raise(
        AlarmKind.STATEMENT,
        "The statement " + found.name + " is not used, and nothing follows from it. " + reason);
  }

  /** One alarm for each verdict, whatever the number. */
  private void tell(String name, List<Match> fresh) {
    Map<MatchVerdict, Tally> sums = new EnumMap<>(MatchVerdict.class);
    Map<MatchVerdict, Match> first = new EnumMap<>(MatchVerdict.class);
    Map<MatchVerdict, TreeSet<String>> held = new EnumMap<>(MatchVerdict.class);
    for (Match each : fresh) {
      sums.merge(each.verdict(), Tally.NONE.plus(each.amount()), Tally::plus);
      first.putIfAbsent(each.verdict(), each);
      boolean isPaid = kind(each.verdict()) != AlarmKind.STATEMENT_CONTRADICTS;
      if (isPaid && !each.note().isEmpty()) {
        held.computeIfAbsent(each.verdict(), none -> new TreeSet<>()).add(each.note());
      }
    }
    sums.forEach(
        (verdict, sum) ->
            alarm.raise(
                kind(verdict),
                "The statement "
                    + name
                    + " says "
                    + verdict
                    + " of "
                    + sum.rows()
                    + (sum.rows() == 1 ? " payment, " : " payments, ")
                    + sum.amount()
                    + " yuan; the first is serial "
                    + serial(first.get(verdict))
                    + ". "
                    + held(held.get(verdict))
                    + advice(verdict)));
  }

  private static String serial(Match match) {
    return Characters.shown(match.line() == null ? match.row().orderNo() : match.line().serial());
  }

  private static String held(TreeSet<String> batches) {
    return batches == null
        ? "Nothing is changed. "
        : "What would pay it again is held: batch " + String.join(", ", batches) + ". ";
  }

  private static AlarmKind kind(MatchVerdict verdict) {
    return switch (verdict) {
      case FAILED_BUT_PAID -> AlarmKind.FAILED_BUT_PAID;
      case PAID_TWICE -> AlarmKind.PAID_TWICE;
      default -> AlarmKind.STATEMENT_CONTRADICTS;
    };
  }

  private static String advice(MatchVerdict verdict) {
    return switch (verdict) {
      case FAILED_BUT_PAID ->
          "Do not pay it again; its serial is refused in new files. Compare it with the merchant"
              + " page first, since whoever may write to the folder could forge a row; if it was"
              + " paid, correct its result.";
      case PAID_TWICE -> "Compare it with the merchant page, and ask the gateway at once.";
      case RETURNED -> "Look at the payee.";
      default -> "Ask the gateway.";
    };
  }

  private static Found read(Original original) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (DigestInputStream in = new DigestInputStream(original.opened().stream(), digest)) {
      byte[] bytes = in.readNBytes(StatementReader.BYTES_MAX + 1);
      in.transferTo(OutputStream.nullOutputStream());
      return new Found(
          Characters.shown(original.name()), bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** A file as it was read; more than the largest statement is not kept of it. */
  private record Found(String name, byte[] bytes, String sha256) {}
}
