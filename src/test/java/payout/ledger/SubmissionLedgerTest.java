package payout.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.ledger.SubmissionRefusedException.Reason;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.LedgerUnavailableException;

/** Files that are submitted by the console, with their bytes in the ledger. */
@OnBothDatabases
class SubmissionLedgerTest extends LedgerFixture {

  private static final int CHUNK = Upload.CHUNK_BYTES;
  private static final long BYTES_MAX = 4L * CHUNK;

  private SubmissionLedger submissions;

  @BeforeEach
  void openSubmissions() {
    submissions = ledger.submissions();
  }

  // ---- the answer

  @Test
  void a_submitted_file_is_received_under_its_maker_before_the_answer() {
    Submitted answer = submit("pay.csv", "bytes");

    FileRecord file = status.file(answer.id());
    assertThat(answer).isEqualTo(new Submitted(file.id(), sha256("bytes"), "pay.csv", true));
    assertThat(file.state()).isEqualTo(FileState.RECEIVED);
    assertThat(file.inbox()).isEqualTo("console");
    assertThat(file.submittedBy()).isEqualTo("li");
    assertThat(rows("SELECT kind, cause, detail FROM event"))
        .containsExactly("RECEIVED li console");
    assertThat(read(file.id())).isEqualTo("bytes".getBytes(UTF_8));
  }

  @Test
  void what_was_submitted_is_read_back_byte_for_byte_whatever_its_size() {
    for (int size : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);

      Submitted answer = submit("f" + size + ".csv", bytes, "li", false);

      assertThat(read(answer.id())).as("%d bytes", size).isEqualTo(bytes);
      assertThat(one("SELECT size FROM payout_file WHERE id = " + answer.id()))
          .isEqualTo(Integer.toString(size));
      assertThat(rows(chunksOf(answer))).hasSize((size + CHUNK - 1) / CHUNK);
    }
  }

  @Test
  void the_same_name_and_bytes_again_are_the_same_file_and_nothing_is_stored_twice() {
    Submitted first = submit("pay.csv", "bytes");

    Submitted again = submit("pay.csv", "bytes");

    assertThat(again).isEqualTo(new Submitted(first.id(), first.sha256(), "pay.csv", false));
    assertThat(rows("SELECT id FROM payout_file")).hasSize(1);
    assertNothingIsLeftBehind(1);
  }

  @Test
  void the_same_file_after_it_was_accepted_settled_or_found_a_duplicate_is_still_the_same() {
    Submitted first = submit("pay.csv", "bytes");

    for (String state : List.of("ACCEPTED", "SETTLED", "DUPLICATE")) {
      decide(first.id(), state);
      assertThat(submit("pay.csv", "bytes"))
          .isEqualTo(new Submitted(first.id(), first.sha256(), "pay.csv", false));
    }
    assertNothingIsLeftBehind(1);
  }

  @Test
  void the_same_file_after_a_refusal_is_a_new_one() {
    Submitted first = submit("pay.csv", "bytes");
    decide(first.id(), "REJECTED");

    Submitted again = submit("pay.csv", "bytes");

    assertThat(again.isNew()).isTrue();
    assertThat(again.id()).isGreaterThan(first.id());
    assertThat(status.file(again.id()).arrival()).isEqualTo(2);
    assertThat(read(first.id())).isEqualTo(read(again.id()));
  }

  @Test
  void the_same_file_with_an_open_grant_is_a_new_one_once() {
    Submitted first = submit("pay.csv", "bytes");
    decide(first.id(), "SETTLED");
    change(
        "INSERT INTO again (sha256, who, reason, granted_at) VALUES ('"
            + sha256("bytes")
            + "', 'wang', 'May', "
            + clock.millis()
            + ")");

    Submitted again = submit("pay.csv", "bytes");
    Submitted retried = submit("pay.csv", "bytes");

    assertThat(again.isNew()).isTrue();
    assertThat(retried).isEqualTo(new Submitted(again.id(), again.sha256(), "pay.csv", false));
    decide(again.id(), "ACCEPTED");
    change("UPDATE again SET used_by = " + again.id());
    assertThat(submit("pay.csv", "bytes").id()).isEqualTo(again.id());
  }

  @Test
  void the_same_bytes_under_another_name_are_another_file() {
    assertThat(submit("a.csv", "bytes").id()).isNotEqualTo(submit("b.csv", "bytes").id());
  }

  @Test
  void other_bytes_under_the_name_of_an_undecided_file_are_refused_until_it_is_decided() {
    Submitted first = submit("pay.csv", "bytes");

    for (String state : List.of("RECEIVED", "AWAITING_APPROVAL", "AWAITING_LIMIT")) {
      change("UPDATE payout_file SET state = '" + state + "'");
      assertRefused(Reason.CONFLICT, () -> submit("pay.csv", "other"));
    }
    assertNothingIsLeftBehind(1);
    for (String state : List.of("ACCEPTED", "SETTLED", "REJECTED", "DUPLICATE")) {
      decide(first.id(), state);
      Submitted other = submit("pay.csv", "other than " + state);
      assertThat(other.isNew()).isTrue();
      decide(other.id(), "REJECTED");
    }
  }

  @Test
  void a_file_of_an_inbox_does_not_keep_a_name_from_the_console() {
    arrive("pay.csv", sha256("x"));

    assertThat(submit("pay.csv", "bytes").isNew()).isTrue();
    assertThat(submit("pay.csv", "bytes").isNew()).isFalse();
  }

  // ---- at once

  @Test
  void of_many_files_that_are_submitted_under_one_name_at_once_one_wins() throws Exception {
    List<Callable<Submitted>> works = new ArrayList<>();
    for (SubmissionLedger node : nodes()) {
      for (int i = 0; i < 3; i++) {
        String text = node.hashCode() + "-" + i;
        works.add(
            () -> {
              try {
                return submit(node, "pay.csv", text.getBytes(UTF_8), "li", false);
              } catch (SubmissionRefusedException e) {
                assertThat(e.reason()).isEqualTo(Reason.CONFLICT);
                return null;
              }
            });
      }
    }

    List<Submitted> answers = atOnce(works);

    assertThat(answers.stream().filter(each -> each != null)).hasSize(1);
    assertThat(Collections.frequency(answers, null)).isEqualTo(works.size() - 1);
    assertNothingIsLeftBehind(1);
  }

  @Test
  void a_file_that_is_submitted_many_times_at_once_is_taken_once() throws Exception {
    List<Callable<Submitted>> works = new ArrayList<>();
    for (SubmissionLedger node : nodes()) {
      for (int i = 0; i < 3; i++) {
        works.add(() -> submit(node, "pay.csv", "bytes".getBytes(UTF_8), "li", false));
      }
    }

    List<Submitted> answers = atOnce(works);

    assertThat(answers.stream().filter(Submitted::isNew)).hasSize(1);
    assertThat(answers.stream().map(Submitted::id).distinct()).hasSize(1);
    assertNothingIsLeftBehind(1);
  }

  private List<SubmissionLedger> nodes() {
    return List.of(submissions, beside().submissions(), beside().submissions());
  }

  /** Should the lock ever fail, the ledger itself refuses the second. */
  @Test
  void the_tables_hold_one_undecided_file_of_a_name() {
    submit("pay.csv", "bytes");
    Submitted other = submit("other.csv", "bytes");

    assertThatThrownBy(
            () -> change("UPDATE payout_file SET name = 'pay.csv' WHERE id = " + other.id()))
        .hasStackTraceContaining("payout_file");
  }

  // ---- what is refused leaves nothing behind

  @Test
  void a_file_over_the_limit_is_refused_as_soon_as_that_is_known() {
    assertRefused(
        Reason.TOO_LARGE,
        () -> submissions.begin("a.csv", BYTES_MAX + 1, BYTES_MAX, "li", false, PAYER));
    assertThat(rows("SELECT id FROM submission")).isEmpty();

    assertRefused(Reason.TOO_LARGE, () -> submit("a.csv", new byte[5 * CHUNK], "li", false));
    assertNothingIsLeftBehind(0);
    assertThat(submit("a.csv", new byte[4 * CHUNK], "li", false).isNew()).isTrue();
  }

  @Test
  void a_file_that_ends_before_or_after_the_announced_size_is_refused() {
    for (int size : new int[] {0, CHUNK, 2 * CHUNK + 1}) {
      assertRefused(
          Reason.CUT_OFF,
          () -> {
            try (Upload upload =
                submissions.begin("a.csv", 2L * CHUNK, BYTES_MAX, "li", false, PAYER)) {
              upload.write(new byte[size], 0, size);
              return upload.finish();
            }
          });
    }
    assertNothingIsLeftBehind(0);
  }

  @Test
  void a_person_has_so_many_undecided_files_and_others_have_theirs() {
    for (int i = 0; i < Undecided.FILES_MAX - 1; i++) {
      submit("f" + i + ".csv", "bytes");
    }
    submit("check.csv", "bytes".getBytes(UTF_8), "li", true);
    change("UPDATE payout_file SET state = 'AWAITING_APPROVAL' WHERE id % 2 = 0");
    change(
        "UPDATE submission SET state = 'TAKEN' WHERE file_id IN"
            + " (SELECT id FROM payout_file WHERE state = 'AWAITING_APPROVAL')");

    assertRefused(Reason.TOO_MANY, () -> submit("more.csv", "bytes"));
    assertRefused(Reason.TOO_MANY, () -> submit("other.csv", "bytes".getBytes(UTF_8), "li", true));
    for (boolean onlyCheck : new boolean[] {false, true}) {
      assertThatThrownBy(() -> submissions.begin("more.csv", 5, BYTES_MAX, "li", onlyCheck, PAYER))
          .as("before the first byte is stored")
          .isInstanceOf(SubmissionRefusedException.class);
    }
    assertThat(submit("f0.csv", "bytes").isNew()).as("it is there already").isFalse();
    assertThat(submit("g.csv", "bytes".getBytes(UTF_8), "wang", false).isNew()).isTrue();
    change("UPDATE payout_file SET state = 'REJECTED' WHERE name = 'f1.csv'");
    change("UPDATE submission SET state = 'TAKEN' WHERE name = 'f1.csv'");
    assertThat(submit("more.csv", "bytes").isNew()).isTrue();
  }

  /** Or else one person could stage any number of files for days to come. */
  @Test
  void a_file_that_waits_counts_whatever_it_waits_for() {
    for (int i = 0; i < Undecided.FILES_MAX; i++) {
      submit("f" + i + ".csv", "bytes");
    }
    change("UPDATE submission SET state = 'TAKEN'");
    for (String state : List.of("AWAITING_APPROVAL", "AWAITING_DATE", "AWAITING_LIMIT")) {
      change("UPDATE payout_file SET state = '" + state + "'");

      assertRefused(Reason.TOO_MANY, () -> submit("more.csv", "bytes"));
    }
  }

  @Test
  void a_person_has_so_many_undecided_bytes() {
    for (int i = 0; i < Undecided.LARGEST_FILES; i++) {
      submit("f" + i + ".csv", new byte[4 * CHUNK], "li", false);
    }

    assertThatThrownBy(() -> submit("more.csv", "x"))
        .hasMessageContaining("li has submitted 4 files of 4194304 bytes that are not decided")
        .hasMessageContaining("nothing of more.csv is kept");
    assertNothingIsLeftBehind(Undecided.LARGEST_FILES);
  }

  @Test
  void an_upload_that_is_closed_unfinished_leaves_nothing() {
    try (Upload upload = submissions.begin("a.csv", -1, BYTES_MAX, "li", false, PAYER)) {
      upload.write(new byte[3 * CHUNK], 0, 3 * CHUNK);
      assertThat(rows("SELECT place FROM submission_chunk")).hasSize(3);
    }

    assertNothingIsLeftBehind(0);
    assertThat(rows("SELECT id FROM payout_file")).isEmpty();
  }

  @Test
  void an_upload_that_failed_cannot_be_finished_as_a_shorter_file() {
    try (Upload upload = submissions.begin("a.csv", -1, BYTES_MAX, "li", false, PAYER)) {
      assertRefused(
          Reason.TOO_LARGE,
          () -> {
            upload.write(new byte[5 * CHUNK], 0, 5 * CHUNK);
            return null;
          });
      assertThatThrownBy(upload::finish).isInstanceOf(IllegalStateException.class);
    }
    assertNothingIsLeftBehind(0);
  }

  @Test
  void nothing_is_submitted_while_the_gate_is_closed() {
    AtomicBoolean closed = new AtomicBoolean(true);
    ledger.addGate(() -> closed.get() ? Optional.of("It is closed.") : Optional.empty());

    assertThatThrownBy(() -> submit("pay.csv", "bytes"))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessage("Nothing can be submitted now: It is closed.");
    closed.set(false);
    try (Upload upload = submissions.begin("a.csv", -1, BYTES_MAX, "li", false, PAYER)) {
      closed.set(true);
      assertThatThrownBy(upload::finish).isInstanceOf(LedgerUnavailableException.class);
    }
    assertNothingIsLeftBehind(0);
    assertThat(rows("SELECT id FROM payout_file")).isEmpty();
  }

  // ---- intake

  @Test
  void intake_takes_over_the_row_of_the_submission_as_often_as_it_takes() {
    Submitted answer = submit("pay.csv", "bytes");

    FileRecord first = arrive(intake, "pay.csv");
    intake.stage(first, List.of(StagedBatch.of(1, lines("A", 1))));
    intake.forget(first);

    assertThat(first.id()).isEqualTo(answer.id());
    assertThat(status.file(answer.id()).state()).isEqualTo(FileState.RECEIVED);
    assertThat(rows("SELECT id FROM batch")).isEmpty();
    assertThat(rows("SELECT kind FROM event")).containsExactly("RECEIVED");
    FileRecord second = arrive(intake, "pay.csv");
    FileRecord taken = take(second, List.of(lines("A", 1)));
    assertThat(taken.id()).isEqualTo(answer.id());
    assertThat(taken.state()).isEqualTo(FileState.ACCEPTED);
    assertThat(taken.submittedBy()).isEqualTo("li");
  }

  @Test
  void a_node_that_dies_with_a_submitted_file_leaves_it_to_another_one() {
    Submitted answer = submit("pay.csv", "bytes");
    FileRecord ours = arrive(intake, "pay.csv");
    intake.stage(ours, List.of(StagedBatch.of(1, lines("A", 1))));
    Ledger neighbour = beside();
    assertThat(neighbour.claims().claim("console", "pay.csv")).isEmpty();
    pass(Duration.ofSeconds(21));

    IntakeLedger theirIntake = neighbour.intake(Language.EN);
    FileRecord theirs = arrive(theirIntake, neighbour, "pay.csv");

    assertThat(theirs.id()).isEqualTo(answer.id());
    assertThatThrownBy(() -> intake.stage(ours, List.of(StagedBatch.of(1, lines("A", 1)))))
        .isInstanceOf(ClaimLostException.class);
    intake.forget(ours);
    assertThat(status.file(answer.id()).claim()).isEqualTo(theirs.claim());
    assertThat(submissions.due(false, 9)).hasSize(1);
    Submission due = submissions.due(false, 9).get(0);
    assertThatThrownBy(() -> submissions.take(due, "")).isInstanceOf(ClaimLostException.class);
  }

  @Test
  void a_submitted_file_whose_bytes_were_accepted_before_is_a_duplicate_at_once() {
    accept("first.csv", sha256("bytes"), List.of(lines("A", 1)));
    Submitted answer = submit("pay.csv", "bytes");

    FileRecord file = arrive(intake, "pay.csv");

    assertThat(file.id()).isEqualTo(answer.id());
    assertThat(file.state()).isEqualTo(FileState.DUPLICATE);
  }

  @Test
  void other_bytes_than_were_submitted_replace_nothing() {
    submit("pay.csv", "bytes");

    assertThatThrownBy(
            () ->
                intake.arrive(
                    ledger.claims().claim("console", "pay.csv").orElseThrow(),
                    new IntakeStore.Arrival(
                        "console", "pay.csv", sha256("other"), 5, clock.millis(), PAYER)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("no undecided file pay.csv with these bytes");
    assertThat(rows("SELECT state, sha256 FROM payout_file"))
        .containsExactly("RECEIVED " + sha256("bytes"));
  }

  @Test
  void a_submitted_file_whose_reading_ended_in_order_is_not_broken_off() {
    submit("pay.csv", "bytes");
    for (int i = 0; i < 10; i++) {
      intake.forget(arrive(intake, "pay.csv"));
    }

    assertThat(arrive(intake, "pay.csv").state()).isEqualTo(FileState.RECEIVED);
  }

  @Test
  void a_file_is_due_until_its_decision_is_recorded_as_taken() {
    Submitted answer = submit("pay.csv", "bytes");
    Submission due = submissions.due(false, 9).get(0);
    assertThat(due.fileId()).isEqualTo(answer.id());
    assertThat(submissions.due(true, 9)).isEmpty();
    decide(answer.id(), "ACCEPTED");
    assertThat(submissions.isDue(due)).isTrue();

    assertThat(submissions.take(due, ".done/x")).isTrue();
    assertThat(submissions.take(due, ".done/x")).isFalse();

    assertThat(submissions.isDue(due)).isFalse();
    assertThat(submissions.due(false, 9)).isEmpty();
    assertThat(one("SELECT archived_at FROM payout_file")).isEqualTo(Long.toString(clock.millis()));
    assertThat(read(answer.id())).isEqualTo("bytes".getBytes(UTF_8));
  }

  // ---- what is only checked

  @Test
  void a_file_that_is_only_checked_is_no_payout_file_and_its_bytes_go_with_the_check() {
    Submitted answer = submit("pay.csv", "bytes".getBytes(UTF_8), "li", true);
    Submitted twice = submit("pay.csv", "bytes".getBytes(UTF_8), "li", true);

    assertThat(answer.isNew()).isTrue();
    assertThat(twice).isEqualTo(new Submitted(answer.id(), answer.sha256(), "pay.csv", false));
    assertThat(rows("SELECT id FROM payout_file")).isEmpty();
    assertThat(submissions.due(false, 9)).isEmpty();
    Submission due = submissions.due(true, 9).get(0);
    assertThat(due.id()).isEqualTo(answer.id());
    assertThat(submissions.take(due, ".done/20260310-pay.csv")).isTrue();
    assertThat(submissions.checked("pay")).containsExactly(".done/20260310-pay.csv");
    assertThat(rows("SELECT place FROM submission_chunk")).isEmpty();
    assertThat(submissions.find(answer.id()).orElseThrow().archiveName()).startsWith(".done/");
    assertThat(submit("pay.csv", "bytes".getBytes(UTF_8), "li", true).isNew()).isTrue();
  }

  // ---- deletion

  @Test
  void an_upload_whose_process_died_is_deleted_after_an_hour_and_a_slow_one_is_not() {
    Upload dead = submissions.begin("dead.csv", -1, BYTES_MAX, "li", false, PAYER);
    dead.write(new byte[2 * CHUNK], 0, 2 * CHUNK);
    try (Upload slow = submissions.begin("slow.csv", -1, BYTES_MAX, "li", false, PAYER)) {
      pass(Duration.ofMinutes(40));
      slow.write(new byte[CHUNK], 0, CHUNK);
      pass(Duration.ofMinutes(40));

      assertThat(submissions.clean(0)).isEqualTo(1);

      assertThatThrownBy(dead::finish).isInstanceOf(LedgerException.class);
      dead.close();
      assertThat(slow.finish().isNew()).isTrue();
    }
    assertThat(rows("SELECT name FROM payout_file")).containsExactly("slow.csv");
    assertNothingIsLeftBehind(1);
  }

  @Test
  void bytes_are_kept_for_so_many_days_after_the_file_was_settled_or_refused() {
    Submitted open = submit("open.csv", "open");
    Submitted settled = submit("settled.csv", "settled");
    Submitted refused = submit("refused.csv", "refused");
    for (Submission each : submissions.due(false, 9)) {
      decide(each.fileId(), "REJECTED");
      submissions.take(each, "");
    }
    change("UPDATE payout_file SET state = 'ACCEPTED' WHERE id = " + open.id());
    change(
        "UPDATE payout_file SET state = 'SETTLED', settled_at = "
            + clock.millis()
            + " WHERE id = "
            + settled.id());

    pass(Duration.ofDays(30));
    assertThat(submissions.clean(0)).isZero();
    assertThat(submissions.clean(30)).isZero();
    pass(Duration.ofMillis(1));
    assertThat(submissions.clean(0)).isZero();
    assertThat(submissions.clean(30)).isEqualTo(2);

    assertThat(submissions.open(settled.id())).isEmpty();
    assertThat(submissions.open(refused.id())).isEmpty();
    assertThat(read(open.id())).isEqualTo("open".getBytes(UTF_8));
    assertThat(status.file(settled.id()).sha256()).isEqualTo(settled.sha256());
    assertNothingIsLeftBehind(1);
  }

  @Test
  void a_file_that_is_not_taken_yet_keeps_its_bytes_however_old_it_is() {
    Submitted answer = submit("pay.csv", "bytes");
    decide(answer.id(), "REJECTED");
    pass(Duration.ofDays(400));

    assertThat(submissions.clean(30)).isZero();
    assertThat(submissions.due(false, 9)).hasSize(1);
  }

  @Test
  void a_deletion_that_was_interrupted_is_completed() {
    submit("pay.csv", new byte[2 * CHUNK], "li", false);
    submit("check.csv", new byte[2 * CHUNK], "li", true);
    change("UPDATE submission SET state = 'DROPPED' WHERE only_check = 0");
    change("UPDATE submission SET state = 'TAKEN' WHERE only_check = 1");

    assertThat(submissions.clean(0)).isEqualTo(1);

    assertThat(rows("SELECT name, chunks FROM submission")).containsExactly("check.csv 0");
    assertThat(rows("SELECT place FROM submission_chunk")).isEmpty();
  }

  @Test
  void a_reader_is_told_when_the_bytes_are_deleted_meanwhile() throws IOException {
    Submitted answer = submit("pay.csv", new byte[2 * CHUNK], "li", false);

    try (InputStream bytes = submissions.open(answer.id()).orElseThrow()) {
      assertThat(bytes.readNBytes(CHUNK)).hasSize(CHUNK);
      change("DELETE FROM submission_chunk WHERE place = 1");

      assertThatThrownBy(bytes::readAllBytes)
          .isInstanceOf(EOFException.class)
          .hasMessage("The bytes of pay.csv are no longer kept in the ledger.");
    }
  }

  // ---- who brought it never approves it

  @Test
  void whoever_submitted_a_file_never_approves_it_however_the_name_is_written() {
    FileRecord file = waiting("Li Ming");
    WaitingLedger waiting = waitingLedger();

    for (String who : List.of("Li Ming", "li ming", "LIMING", "Ｌｉ　Ｍｉｎｇ", "li\u200bming")) {
      assertThatThrownBy(() -> waiting.approve("pay.csv", file.sha256(), new Act(who, "", false)))
          .isInstanceOf(ActRefusedException.class)
          .hasMessage(who + " submitted the file pay.csv; another person has to approve it.");
      assertThatThrownBy(() -> waiting.approve(file.id(), note(file, who)))
          .isInstanceOf(ActRefusedException.class)
          .hasMessageContaining("submitted the file pay.csv");
    }
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.AWAITING_APPROVAL);
    assertThat(rows("SELECT cause FROM event WHERE kind = 'APPROVAL_REFUSED'")).hasSize(10);
    waiting.approve("pay.csv", file.sha256(), new Act("chen", "", false));
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.ACCEPTED);
  }

  @Test
  void another_person_approves_it_by_a_file() {
    FileRecord file = waiting("li");

    waitingLedger().approve(file.id(), note(file, "chen"));

    assertThat(status.file(file.id()).state()).isEqualTo(FileState.ACCEPTED);
  }

  /** The maker may be able to write to the folder, and a file without a name is anybody's. */
  @Test
  void an_approval_file_for_a_submitted_file_names_a_person() {
    AcceptRules alone =
        new AcceptRules(
            Money.ZERO,
            Duration.ofHours(72).toMillis(),
            List.of(),
            java.util.Map.of(),
            null,
            false);
    FileRecord file = waiting("li", alone);
    WaitingLedger waiting = ledger.waiting(alone, Language.EN);

    assertThatThrownBy(() -> waiting.approve(file.id(), note(file, "")))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining("must have a line by= with who approves, because a person submitted");
    assertThatThrownBy(() -> waiting.approve(file.id(), note(file, "LI")))
        .hasMessageContaining("LI submitted the file pay.csv");
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.AWAITING_APPROVAL);
    waiting.approve(file.id(), new ApprovalNote("note-3", file.sha256(), file.amount(), "chen"));

    assertThat(status.file(file.id()).state()).isEqualTo(FileState.ACCEPTED);
  }

  @Test
  void whoever_submitted_a_file_does_not_let_it_exceed_the_limit_of_the_day() {
    AcceptRules limit =
        new AcceptRules(null, 0, List.of(), java.util.Map.of(), Money.parse("0.01"), false);
    FileRecord file = waiting("li", limit);
    WaitingLedger waiting = ledger.waiting(limit, Language.EN);
    assertThat(file.state()).isEqualTo(FileState.AWAITING_LIMIT);

    assertThatThrownBy(() -> waiting.approve("pay.csv", null, new Act("LI", "", false)))
        .hasMessageContaining("LI submitted the file pay.csv");

    waiting.approve("pay.csv", null, new Act("chen", "", false));
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.ACCEPTED);
  }

  private static ApprovalNote note(FileRecord file, String by) {
    return new ApprovalNote("note-1", file.sha256(), file.amount(), by);
  }

  private FileRecord waiting(String maker) {
    return waiting(maker, approval());
  }

  private FileRecord waiting(String maker, AcceptRules rules) {
    submit("pay.csv", "bytes".getBytes(UTF_8), maker, false);
    intake = ledger.intake(rules, Language.EN);
    return take(arrive(intake, "pay.csv"), List.of(lines("A", 1)));
  }

  private WaitingLedger waitingLedger() {
    return ledger.waiting(approval(), Language.EN);
  }

  private static AcceptRules approval() {
    List<String> approvers =
        List.of("chen", "Li Ming", "li ming", "LIMING", "Ｌｉ　Ｍｉｎｇ", "li\u200bming", "li");
    return new AcceptRules(
        Money.ZERO, Duration.ofHours(72).toMillis(), approvers, java.util.Map.of(), null, false);
  }

  @Test
  void a_file_is_in_the_audit_trail_in_the_commit_in_which_it_is_received() {
    Source here = new Source(Source.Channel.API, "192.0.2.7");
    Submitted file = submit(submissions.from(here), "pay.csv", "one".getBytes(UTF_8), "li", false);
    submit(submissions.from(here), "pay.csv", "one".getBytes(UTF_8), "wang", false);
    submit(submissions.from(here), "check.csv", "two".getBytes(UTF_8), "li", true);

    assertThat(ledger.audit().entries(AuditLedger.Filter.ALL).toList())
        .as("neither what was there already, nor what is only checked")
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.kind()).isEqualTo(AuditKind.SUBMITTED);
              assertThat(entry.who()).isEqualTo("li");
              assertThat(entry.from()).isEqualTo(here);
              assertThat(entry.about()).isEqualTo(new About(file.id(), 0, "pay.csv"));
              assertThat(entry.detail()).isEqualTo(file.sha256());
            });

    change("ALTER TABLE audit RENAME TO audit_away");
    assertThatThrownBy(() -> submit("other.csv", "three")).isInstanceOf(LedgerException.class);
    change("ALTER TABLE audit_away RENAME TO audit");
    assertThat(status.files("other.csv")).as("nothing is taken without its record").isEmpty();
  }

  // ---- helpers

  private Submitted submit(String name, String text) {
    return submit(name, text.getBytes(UTF_8), "li", false);
  }

  private Submitted submit(String name, byte[] bytes, String maker, boolean onlyCheck) {
    return submit(submissions, name, bytes, maker, onlyCheck);
  }

  /** In pieces that are no multiple of a chunk. */
  private static Submitted submit(
      SubmissionLedger to, String name, byte[] bytes, String maker, boolean onlyCheck) {
    try (Upload upload = to.begin(name, -1, BYTES_MAX, maker, onlyCheck, PAYER)) {
      for (int from = 0; from < bytes.length; from += 100_003) {
        upload.write(bytes, from, Math.min(100_003, bytes.length - from));
      }
      return upload.finish();
    }
  }

  private byte[] read(long fileId) {
    try (InputStream bytes = submissions.open(fileId).orElseThrow()) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private FileRecord arrive(IntakeLedger by, String name) {
    return arrive(by, ledger, name);
  }

  /** As a node does that found the submission. */
  private FileRecord arrive(IntakeLedger by, Ledger node, String name) {
    Submission due =
        submissions.due(false, 9).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return by.arrive(
            node.claims().claim("console", name).orElseThrow(),
            new IntakeStore.Arrival(
                "console", name, due.sha256(), due.size(), due.touchedAt(), PAYER))
        .file();
  }

  private void decide(long fileId, String state) {
    change(
        "UPDATE payout_file SET state = '"
            + state
            + "', decided_at = "
            + clock.millis()
            + " WHERE id = "
            + fileId);
  }

  private static String chunksOf(Submitted answer) {
    return "SELECT c.place FROM submission_chunk c JOIN submission s ON s.id = c.submission_id"
        + " WHERE s.file_id = "
        + answer.id();
  }

  private static void assertRefused(Reason reason, Callable<?> submission) {
    assertThatThrownBy(submission::call)
        .isInstanceOfSatisfying(
            SubmissionRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** Of so many submissions there are bytes, and of nothing else. */
  private void assertNothingIsLeftBehind(int submitted) {
    assertThat(rows("SELECT id FROM submission")).hasSize(submitted);
    assertThat(rows("SELECT DISTINCT submission_id FROM submission_chunk")).hasSize(submitted);
  }
}
