package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import payout.batch.Earlier;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.testing.Seed;

/**
 * Compares random steps with a model that knows only what a gateway would know: which lines were
 * sent under which number, which batches may have been taken, and which result of a line came
 * first.
 */
@OnBothDatabases
class LedgerModelTest extends LedgerFixture {

  private static final int STEPS = 150;

  private final Map<String, String> sent = new HashMap<>();
  private final Map<String, Boolean> mayHaveArrived = new HashMap<>();
  private final Map<String, String> firstResult = new HashMap<>();
  private final Map<String, List<PayoutLine>> batches = new HashMap<>();
  private final List<String> numbers = new ArrayList<>();
  private final List<Claim> inFlight = new ArrayList<>();
  private Random random;
  private int files;
  private int notifications;

  @Test
  void random_steps_never_break_an_invariant() {
    long seed = Seed.of(LedgerModelTest.class);
    random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      String what = "seed " + seed + ", step " + step;
      try {
        step();
        check(what);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(what, e);
      }
    }
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0 -> intake();
      case 1, 2, 3 -> claim();
      case 4, 5 -> answer();
      case 6, 7, 8 -> deliver();
      case 9 -> operatorAct();
      case 10 -> pass(Duration.ofMinutes(random.nextInt(90)));
      default -> recover();
    }
  }

  private void intake() {
    String name = "m" + ++files + ".csv";
    List<List<PayoutLine>> cut = new ArrayList<>();
    int row = 0;
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<PayoutLine> lines = new ArrayList<>();
      for (int j = 0; j <= random.nextInt(4); j++) {
        row++;
        lines.add(line("M" + files + "-" + row, row, 1 + random.nextInt(100_000)));
      }
      cut.add(lines);
    }
    List<String> made = accept(name, cut);
    for (int i = 0; i < made.size(); i++) {
      batches.put(made.get(i), cut.get(i));
    }
    numbers.addAll(made);
  }

  private void claim() {
    Optional<Claim> claimed = sending.claim();
    if (claimed.isEmpty()) {
      return;
    }
    Claim claim = claimed.get();
    String batchNo = claim.batch().batchNo();
    assertThat(one("SELECT state FROM batch WHERE batch_no = '" + batchNo + "'"))
        .isEqualTo("SENDING");
    String lines = claim.lines().toList().toString();
    assertThat(sent.getOrDefault(batchNo, lines)).as("two sets of lines").isEqualTo(lines);
    sent.put(batchNo, lines);
    assertThat(inFlight).noneMatch(each -> each.batch().batchNo().equals(batchNo));
    assertThat(claim.earlier() == Earlier.MAY_HAVE_ARRIVED)
        .as("the mark of " + batchNo)
        .isEqualTo(mayHaveArrived.getOrDefault(batchNo, false));
    for (PayoutLine line : claim.lines().toList()) {
      assertThat(firstResult).as("a line with a result is posted").doesNotContainKey(line.serial());
    }
    inFlight.add(claim);
  }

  private void answer() {
    if (inFlight.isEmpty()) {
      return;
    }
    Claim claim = inFlight.remove(random.nextInt(inFlight.size()));
    String batchNo = claim.batch().batchNo();
    boolean earlier = claim.earlier() == Earlier.MAY_HAVE_ARRIVED;
    int kind = random.nextInt(earlier ? 3 : 6);
    boolean recorded =
        sending.record(
            claim,
            switch (kind) {
              case 0 -> Verdicts.taken();
              case 1 -> Verdicts.unknown();
              case 2 -> Verdicts.notConnected(claim.earlier());
              case 3 -> Verdicts.refused("ILLEGAL_ARGUMENT");
              case 4 -> Verdicts.dateHasPassed("PAY_DATE_ERROR");
              default -> Verdicts.numberIsUsed();
            });
    if (recorded) {
      mayHaveArrived.put(batchNo, kind < 2 || earlier);
      if (kind == 3) {
        claim.lines().toList().forEach(line -> firstResult.put(line.serial(), "REFUSED"));
      }
    }
  }

  private void deliver() {
    if (numbers.isEmpty()) {
      return;
    }
    String batchNo = numbers.get(random.nextInt(numbers.size()));
    Notify notify = Notify.of("n" + ++notifications, batchNo);
    for (PayoutLine line : batches.get(batchNo)) {
      int what = random.nextInt(4);
      if (what == 0) {
        notify.paid(line);
        firstResult.putIfAbsent(line.serial(), "PAID");
      } else if (what == 1) {
        notify.failed(line);
        firstResult.putIfAbsent(line.serial(), "FAILED");
      } else if (what == 2 && random.nextBoolean()) {
        notify.paid(line, "0.99");
        if (line.amount().fen() == 99) {
          firstResult.putIfAbsent(line.serial(), "PAID");
        }
      }
    }
    notify.to(notifies);
    if (random.nextBoolean()) {
      notify.to(notifies);
    }
  }

  private void operatorAct() {
    if (numbers.isEmpty()) {
      return;
    }
    String batchNo = numbers.get(random.nextInt(numbers.size()));
    List<PayoutLine> lines = batches.get(batchNo);
    PayoutLine line = lines.get(random.nextInt(lines.size()));
    try {
      switch (random.nextInt(5)) {
        case 0 -> acts.hold(batchNo, act("model"));
        case 1 -> acts.release(batchNo, act("model"));
        case 2 -> acts.isOurs(batchNo, act("model"));
        case 3 -> acts.resend(batchNo, act("model"));
        default -> {
          LineState as = random.nextBoolean() ? LineState.PAID : LineState.FAILED;
          acts.settle(Settlement.line(batchNo, line.serial(), as).evenEarly(), act("model"));
          firstResult.putIfAbsent(line.serial(), as.name());
        }
      }
    } catch (ActRefusedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** The process ends; what was in flight may have arrived. */
  private void recover() {
    inFlight.forEach(claim -> mayHaveArrived.put(claim.batch().batchNo(), true));
    inFlight.clear();
    if (random.nextInt(4) == 0) {
      restart();
    }
    pass(Duration.ofMinutes(3));
    sending.recover();
  }

  private void check(String what) {
    Map<String, String> is = new HashMap<>();
    for (String batchNo : numbers) {
      BatchContent content = status.content(batch(batchNo).id());
      int open = 0;
      int paid = 0;
      long paidFen = 0;
      for (int i = 0; i < content.lines().size(); i++) {
        LineState state = content.results().get(i).state();
        is.put(content.lines().get(i).serial(), state.name());
        open += state == LineState.OPEN ? 1 : 0;
        paid += state == LineState.PAID ? 1 : 0;
        paidFen += state == LineState.PAID ? content.lines().get(i).amount().fen() : 0;
      }
      BatchRecord batch = content.batch();
      assertThat(List.of(batch.openLines(), batch.paidLines(), batch.paidAmount().fen()))
          .as(what + ", sums of " + batchNo)
          .isEqualTo(List.of(open, paid, paidFen));
      assertThat(batch.state().isFinal()).as(what + ", end of " + batchNo).isEqualTo(open == 0);
    }
    is.values().removeIf("OPEN"::equals);
    assertThat(is).as(what + ", the first result stays").isEqualTo(firstResult);
    assertThat(rows(WRONG_FILES)).as(what + ", files").isEmpty();
  }

  /** Files whose counter, state or sum does not match their batches. */
  private static final String WRONG_FILES =
      "SELECT f.id FROM payout_file f JOIN (SELECT file_id, SUM(amount) AS amount,"
          + " SUM(lines) AS lines, SUM(CASE WHEN state IN ('SETTLED', 'REFUSED') THEN 0 ELSE 1 END)"
          + " AS open FROM batch GROUP BY file_id) b ON b.file_id = f.id"
          + " WHERE f.open_batches <> b.open OR f.amount <> b.amount OR f.lines <> b.lines"
          + " OR (f.state = 'SETTLED') <> (b.open = 0)";
}
