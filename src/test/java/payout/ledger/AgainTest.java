package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import payout.batch.PayoutLine;

/** Permissions to pay the same bytes once more: how they are named, shown, used, ended. */
@OnBothDatabases
class AgainTest extends LedgerFixture {

  private static final String MADE = "0123456789abcdef";

  @Test
  void the_first_8_digits_of_the_hash_are_enough_in_any_case() {
    paid("a.csv", lines("A", 1));

    String said = acts.again(sha256("a.csv").substring(0, 8).toUpperCase(), act("May"));

    assertThat(said).startsWith("The bytes of a.csv may be dropped once more until ");
    assertThat(rows("SELECT sha256, who, reason FROM again"))
        .containsExactly(sha256("a.csv") + " wang May");
  }

  @Test
  void a_hash_that_is_too_short_or_means_several_files_is_refused() {
    String one = "deadbeef" + "1".repeat(56);
    String two = "deadbeef" + "2".repeat(56);
    String third = "deadbeef" + "3".repeat(56);
    paid("a.csv", one, lines("A", 1));
    paid("b.csv", two, lines("B", 1));
    paid("c.csv", third, lines("C", 1));

    refused(
        () -> acts.again("deadbee", act("May")),
        "deadbee is no SHA-256: name the file's by its first 8 hexadecimal digits or more.");
    refused(
        () -> acts.again("not-a-hash", act("May")),
        "not-a-hash is no SHA-256: name the file's by its first 8 hexadecimal digits or more.");
    refused(
        () -> acts.again("deadbeef", act("May")),
        "Several files have a SHA-256 that begins with deadbeef: "
            + one
            + " (a.csv), "
            + two
            + " (b.csv), "
            + third
            + " (c.csv). Give more digits.");

    acts.again("deadbeef1", act("May"));
    acts.again(third, act("May"));
    assertThat(acts.grants()).extracting(Grants.Grant::sha256).containsExactly(one, third);
  }

  @Test
  void the_open_grants_are_shown_and_end_after_72_hours() {
    paid("a.csv", lines("A", 1));
    long now = clock.millis();
    long end = now + Duration.ofHours(72).toMillis();
    acts.again(sha256("a.csv"), act("May"));

    assertThat(acts.grants())
        .containsExactly(new Grants.Grant(sha256("a.csv"), "a.csv", "wang", "May", now, end));
    pass(Duration.ofHours(72).minusMillis(1));
    assertThat(acts.grants()).hasSize(1);
    assertThat(status.takenBefore(sha256("a.csv"))).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(acts.grants()).isEmpty();
    assertThat(status.takenBefore(sha256("a.csv"))).isPresent();
    assertThat(status.timesAgain(sha256("a.csv"))).isZero();
    assertThat(arrive("a.csv", sha256("a.csv")).file().state().name()).isEqualTo("DUPLICATE");
  }

  @Test
  void an_expired_grant_may_be_given_again_and_is_used_once() {
    paid("a.csv", lines("A", 1));
    acts.again(sha256("a.csv"), act("May"));
    pass(Duration.ofHours(72));
    acts.again(sha256("a.csv"), act("June"));

    assertThat(status.timesAgain(sha256("a.csv"))).isEqualTo(1);
    accept("a.csv", List.of(lines("A", 1)));

    assertThat(acts.grants()).isEmpty();
    assertThat(rows("SELECT reason FROM again WHERE used_by IS NOT NULL")).containsExactly("June");
  }

  @Test
  void a_grant_that_ends_while_its_file_is_read_lets_nothing_in() {
    paid("a.csv", lines("A", 1));
    acts.again(sha256("a.csv"), act("May"));
    pass(Duration.ofHours(72).minusMillis(1));
    FileRecord reading = arrive("a.csv", sha256("a.csv")).file();
    pass(Duration.ofMillis(1));

    FileRecord decided = take(reading, List.of(lines("A", 1)));

    assertThat(decided.state().name()).isEqualTo("DUPLICATE");
  }

  @Test
  void a_grant_is_taken_back_and_that_is_recorded() {
    paid("a.csv", lines("A", 1));
    refused(
        () -> acts.revokeAgain(sha256("a.csv"), act("no")),
        "No grant is open for the bytes of a.csv; there is nothing to take back.");
    acts.again(sha256("a.csv"), act("May"));
    String before = everything();
    assertThat(acts.revokeAgain(sha256("a.csv").substring(0, 8), dryRun()))
        .isEqualTo(
            "Dry run, nothing is changed: The bytes of a.csv may not be dropped once more; the"
                + " grant of wang is taken back.");
    assertThat(everything()).isEqualTo(before);

    acts.revokeAgain(sha256("a.csv").substring(0, 8), act("wrong month"));

    assertThat(acts.grants()).isEmpty();
    assertThat(rows("SELECT kind, cause, detail FROM event"))
        .endsWith("AGAIN_REVOKED wang wrong month");
    assertThat(arrive("a.csv", sha256("a.csv")).file().state().name()).isEqualTo("DUPLICATE");
    refused(
        () -> acts.revokeAgain(sha256("a.csv"), act("no")),
        "No grant is open for the bytes of a.csv; there is nothing to take back.");
  }

  @Test
  void a_dry_run_warns_that_paid_serials_will_refuse_the_file() {
    String batchNo = accept("a.csv", List.of(lines("A", 3))).get(0);
    post(Verdicts.taken());
    var lines = linesOf(batchNo);
    Notify.of("n1", batchNo)
        .paid(lines.get(0))
        .failed(lines.get(1))
        .paid(lines.get(2))
        .to(notifies);

    assertThat(acts.again(sha256("a.csv"), dryRun()))
        .isEqualTo(
            "Dry run, nothing is changed: The bytes of a.csv may be dropped once more until"
                + " 2026-03-13T10:00:00+08:00; they get new batch numbers. But 2 of its 3 lines are"
                + " paid, and the file itself names their serial numbers: it will be refused"
                + " (SERIAL_USED). To pay these payees again, give the lines new serial numbers;"
                + " such a file needs no grant.");
  }

  @Test
  void a_layout_without_serials_gets_new_ones_and_no_such_warning() {
    List<PayoutLine> lines =
        List.of(line(MADE + "0000003", 3, 101), line(MADE + "0000004", 4, 202));
    paid("a.csv", lines);

    assertThat(acts.again(sha256("a.csv"), dryRun()))
        .endsWith("; they get new batch numbers and new serial numbers.");
  }

  /** The retry file of such a layout is of the plain one: it names the serials. */
  @Test
  void serials_that_were_made_for_another_file_are_this_files_own() {
    paid("retry.csv", List.of(line(MADE + "0000004", 2, 101)));

    assertThat(acts.again(sha256("retry.csv"), dryRun())).contains("1 of its 1 lines are paid");
  }

  @Test
  void bytes_of_which_nothing_was_paid_get_no_such_warning() {
    accept("a.csv", List.of(lines("A", 1)));
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    assertThat(acts.again(sha256("a.csv"), dryRun())).doesNotContain("SERIAL_USED");
  }

  @Test
  void a_reason_is_needed() {
    paid("a.csv", lines("A", 1));

    refused(
        () -> acts.again(sha256("a.csv"), new Act("wang", "", false)),
        "Give a reason, with a letter or a digit (--reason).");
  }

  private void paid(String name, List<PayoutLine> lines) {
    paid(name, sha256(name), lines);
  }

  private void paid(String name, String sha256, List<PayoutLine> lines) {
    String batchNo = accept(name, sha256, List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify notify = Notify.of("n" + batchNo, batchNo);
    lines.forEach(notify::paid);
    notify.to(notifies);
  }

  private void refused(ThrowingCallable act, String sentence) {
    String before = everything();

    assertThatThrownBy(act).isInstanceOf(ActRefusedException.class).hasMessage(sentence);

    assertThat(everything()).isEqualTo(before);
  }
}
