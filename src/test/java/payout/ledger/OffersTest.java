package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * What is offered and what is possible are the same, pair by pair: each act is tried in each
 * situation of a batch and of a file.
 */
@OnBothDatabases
class OffersTest extends LedgerFixture {

  private static final AcceptRules APPROVAL =
      new AcceptRules(
          Money.ZERO, Duration.ofHours(72).toMillis(), List.of("wang"), Map.of(), null, false);
  private static final AcceptRules LIMIT =
      new AcceptRules(null, 0, List.of(), Map.of(), new Money(1), false);

  private static final Set<ActKind> ON_BATCHES =
      EnumSet.of(
          ActKind.HOLD,
          ActKind.RELEASE,
          ActKind.OURS,
          ActKind.RESEND,
          ActKind.SETTLE,
          ActKind.CORRECT);
  private static final Set<ActKind> ON_FILES =
      EnumSet.of(
          ActKind.APPROVE,
          ActKind.EXCEED_LIMIT,
          ActKind.REJECT,
          ActKind.HOLD,
          ActKind.RELEASE,
          ActKind.AGAIN,
          ActKind.REVOKE_AGAIN);

  private int files;

  @Test
  void an_act_on_a_batch_is_offered_exactly_when_it_is_possible() {
    Map<String, Set<ActKind>> expected = new LinkedHashMap<>();
    expected.put("READY", EnumSet.of(ActKind.HOLD));
    expected.put("SENDING", EnumSet.noneOf(ActKind.class));
    expected.put("UNKNOWN", EnumSet.of(ActKind.HOLD, ActKind.RESEND));
    expected.put("TAKEN", EnumSet.of(ActKind.SETTLE));
    expected.put("TAKEN, a line PAID", EnumSet.of(ActKind.SETTLE, ActKind.CORRECT));
    expected.put("REFUSED", EnumSet.of(ActKind.CORRECT));
    expected.put("REFUSED, not published", EnumSet.noneOf(ActKind.class));
    expected.put("HELD", EnumSet.of(ActKind.RELEASE, ActKind.OURS, ActKind.SETTLE));
    expected.put("HELD by the gateway", EnumSet.of(ActKind.RELEASE, ActKind.OURS, ActKind.SETTLE));
    expected.put("HELD, a line PAID", EnumSet.of(ActKind.OURS, ActKind.SETTLE, ActKind.CORRECT));
    expected.put("SETTLED", EnumSet.of(ActKind.CORRECT));
    expected.put("of a waiting file", EnumSet.noneOf(ActKind.class));

    expected.forEach(
        (situation, offers) -> {
          for (ActKind each : ON_BATCHES) {
            String batchNo = batchIn(situation);

            assertThat(acts.offers(batchNo)).as(situation).isEqualTo(offers);
            assertPossible(
                offers.contains(each), situation + " " + each, () -> perform(each, batchNo));
          }
        });
  }

  @Test
  void an_act_on_a_file_is_offered_exactly_when_it_is_possible() {
    Map<String, Set<ActKind>> expected = new LinkedHashMap<>();
    expected.put("RECEIVED", EnumSet.noneOf(ActKind.class));
    expected.put("AWAITING_APPROVAL", EnumSet.of(ActKind.APPROVE, ActKind.REJECT));
    expected.put("AWAITING_APPROVAL for too long", EnumSet.of(ActKind.REJECT));
    expected.put("AWAITING_LIMIT", EnumSet.of(ActKind.EXCEED_LIMIT, ActKind.REJECT));
    expected.put("ACCEPTED", EnumSet.of(ActKind.HOLD));
    expected.put("ACCEPTED, held", EnumSet.of(ActKind.RELEASE));
    expected.put("ACCEPTED, held in part", EnumSet.of(ActKind.HOLD, ActKind.RELEASE));
    expected.put("ACCEPTED, held by the gateway", EnumSet.noneOf(ActKind.class));
    expected.put("ACCEPTED, held with results", EnumSet.noneOf(ActKind.class));
    expected.put("ACCEPTED, all TAKEN", EnumSet.noneOf(ActKind.class));
    expected.put("SETTLED", EnumSet.of(ActKind.AGAIN));
    expected.put("SETTLED, permitted again", EnumSet.of(ActKind.REVOKE_AGAIN));
    expected.put("REJECTED", EnumSet.noneOf(ActKind.class));
    expected.put("DUPLICATE of an open file", EnumSet.noneOf(ActKind.class));
    expected.put("DUPLICATE of a settled file", EnumSet.of(ActKind.AGAIN));

    expected.forEach(
        (situation, offers) -> {
          for (ActKind each : ON_FILES) {
            long fileId = fileIn(situation);

            assertThat(acts.offers(fileId)).as(situation).isEqualTo(offers);
            assertPossible(
                offers.contains(each), situation + " " + each, () -> perform(each, fileId));
          }
        });
  }

  @Test
  void nothing_is_offered_for_what_is_not_there() {
    assertThat(acts.offers("20990101000")).isEmpty();
    assertThat(acts.offers(77)).isEmpty();
    assertThat(acts.preview(ActKind.HOLD, 77, act("x")).why())
        .isEqualTo(ActRefusedException.Why.UNKNOWN);
    assertThat(ledger.waiting(APPROVAL, Language.EN).preview(ActKind.REJECT, 77, act("x")).why())
        .isEqualTo(ActRefusedException.Why.UNKNOWN);
  }

  private void assertPossible(boolean possible, String what, Runnable act) {
    if (possible) {
      int before = done();
      act.run();
      assertThat(done()).as(what).isEqualTo(before + 1);
    } else {
      assertThatThrownBy(act::run).as(what).isInstanceOf(ActRefusedException.class);
    }
  }

  private int done() {
    return Integer.parseInt(one("SELECT COUNT(*) FROM audit WHERE kind <> 'APPROVAL_REFUSED'"));
  }

  // ---- situations, each with a file of its own

  private String batchIn(String situation) {
    String batchNo =
        situation.equals("of a waiting file")
            ? number(drop(APPROVAL).name(), 1, 1)
            : accept(name(), List.of(lines("L" + files, 2))).get(0);
    switch (situation) {
      case "READY", "of a waiting file" -> {}
      case "SENDING" -> sending.claim().orElseThrow();
      case "UNKNOWN" -> post(Verdicts.unknown());
      case "TAKEN" -> post(Verdicts.taken());
      case "TAKEN, a line PAID" -> {
        post(Verdicts.taken());
        payFirst(batchNo);
      }
      case "REFUSED" -> {
        post(Verdicts.refused("ILLEGAL_ARGUMENT"));
        change("UPDATE publication SET published_at = 1");
      }
      case "REFUSED, not published" -> post(Verdicts.refused("ILLEGAL_ARGUMENT"));
      case "HELD" -> acts.hold(batchNo, act("x"));
      case "HELD by the gateway" -> post(Verdicts.numberIsUsed());
      case "HELD, a line PAID" -> {
        acts.hold(batchNo, act("x"));
        payFirst(batchNo);
      }
      case "SETTLED" -> {
        post(Verdicts.taken());
        acts.settle(Settlement.all(batchNo, LineState.PAID, 2, new Money(303)), act("x"));
        change("UPDATE publication SET published_at = 1");
      }
      default -> throw new IllegalArgumentException(situation);
    }
    return batchNo;
  }

  private long fileIn(String situation) {
    if (situation.equals("RECEIVED")) {
      String name = name();
      return arrive(name, sha256(name)).file().id();
    }
    if (situation.startsWith("AWAITING_APPROVAL") || situation.equals("REJECTED")) {
      FileRecord file = drop(APPROVAL);
      if (situation.endsWith("for too long")) {
        pass(Duration.ofHours(72));
      } else if (situation.equals("REJECTED")) {
        ledger.waiting(APPROVAL, Language.EN).reject(file.id(), act("x"));
      }
      return file.id();
    }
    if (situation.equals("AWAITING_LIMIT")) {
      return drop(LIMIT).id();
    }
    String name = name();
    List<String> numbers = accept(name, List.of(lines("L" + files, 2), lines("M" + files, 2)));
    long fileId = batch(numbers.get(0)).fileId();
    switch (situation) {
      case "ACCEPTED" -> {}
      case "ACCEPTED, held" -> acts.hold(fileId, act("x"));
      case "ACCEPTED, held in part" -> acts.hold(numbers.get(1), act("x"));
      case "ACCEPTED, held by the gateway" -> {
        post(Verdicts.numberIsUsed());
        post(Verdicts.numberIsUsed());
      }
      case "ACCEPTED, held with results" -> {
        acts.hold(fileId, act("x"));
        numbers.forEach(this::payFirst);
      }
      case "ACCEPTED, all TAKEN" -> {
        post(Verdicts.taken());
        post(Verdicts.taken());
      }
      case "DUPLICATE of an open file" -> fileId = arrive(name, sha256(name)).file().id();
      case "SETTLED", "SETTLED, permitted again", "DUPLICATE of a settled file" -> {
        for (String each : numbers) {
          post(Verdicts.taken());
          acts.settle(
              Settlement.all(each, LineState.PAID, 2, batch(each).amount()), act("the bank"));
        }
        if (situation.startsWith("DUPLICATE")) {
          fileId = arrive(name, sha256(name)).file().id();
        } else if (situation.endsWith("again")) {
          acts.again(sha256(name), act("x"));
        }
      }
      default -> throw new IllegalArgumentException(situation);
    }
    return fileId;
  }

  /** Nothing that came before is due any more, so that the next post is one of the next file. */
  private String name() {
    change("UPDATE batch SET due_at = 9999999999999 WHERE due_at IS NOT NULL");
    return "f" + ++files + ".csv";
  }

  private FileRecord drop(AcceptRules rules) {
    String name = name();
    intake = ledger.intake(rules, Language.EN);
    FileRecord file = take(arrive(name, sha256(name)).file(), List.of(lines("W" + files, 2)));
    intake = ledger.intake(Language.EN);
    return file;
  }

  private void payFirst(String batchNo) {
    String serial = linesOf(batchNo).get(0).serial();
    acts.settle(Settlement.line(batchNo, serial, LineState.PAID), act("x"));
  }

  // ---- acts

  private void perform(ActKind kind, String batchNo) {
    switch (kind) {
      case HOLD -> acts.hold(batchNo, act("x"));
      case RELEASE -> acts.release(batchNo, act("x"));
      case OURS -> acts.isOurs(batchNo, act("x"));
      case RESEND -> acts.resend(batchNo, act("x"));
      case SETTLE -> {
        BatchRecord batch = batch(batchNo);
        Seen open = Seen.of(batch.openLines(), openAmount(batchNo));
        acts.settle(Settlement.all(batchNo, LineState.PAID), act("x").seeing(open));
      }
      default -> {
        String serial = linesOf(batchNo).get(0).serial();
        LineState is = status.content(batch(batchNo).id()).results().get(0).state();
        LineState as = is == LineState.PAID ? LineState.FAILED : LineState.PAID;
        if (is == LineState.OPEN) {
          throw new ActRefusedException("The first line has no final result to be corrected.");
        }
        acts.settle(
            as == LineState.FAILED
                ? Settlement.line(batchNo, serial, as).correcting().evenEarly()
                : Settlement.line(batchNo, serial, as).correcting(),
            act("x"));
      }
    }
  }

  private Money openAmount(String batchNo) {
    BatchContent content = status.content(batch(batchNo).id());
    return SettledLines.allOpen(content, LineState.PAID).amount();
  }

  private void perform(ActKind kind, long fileId) {
    FileRecord file = status.file(fileId);
    Act act = act("x").seeing(Seen.of(file));
    AcceptRules rules = kind == ActKind.EXCEED_LIMIT ? LIMIT : APPROVAL;
    WaitingLedger waiting = ledger.waiting(rules, Language.EN);
    switch (kind) {
      case APPROVE -> waiting.approve(fileId, act);
      case EXCEED_LIMIT -> waiting.exceedLimit(fileId, act);
      case REJECT -> waiting.reject(fileId, act);
      case HOLD -> acts.hold(fileId, act("x"));
      case RELEASE -> acts.release(fileId, act("x"));
      case AGAIN -> acts.again(file.sha256(), act("x"));
      default -> acts.revokeAgain(file.sha256(), act("x"));
    }
  }
}
