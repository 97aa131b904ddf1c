package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.BatchNo;
import payout.batch.LineState;
import payout.inbox.IntakeFixture.Outcome;
import payout.ledger.FileRecord;
import payout.ledger.Reception;

/** The batch numbers and serials of templates, stated or generated, after any earlier outcome. */
class TemplatesTest extends IntakeTest {

  private static final String NO = "20260131001";
  private static final String A = "A-1,a@example.com,Zhang San,10.00,May\n";
  private static final String B = "B-1,b@example.com,Li Si,20.00,May\n";

  @Test
  void a_number_is_used_as_the_template_states_it() {
    assertThat(fixture.drop("a.csv", old(NO, A)).batchNumbers()).containsExactly(NO);
  }

  @Test
  void a_number_that_is_open_refuses_another_file() {
    fixture.drop("a.csv", old(NO, A));

    Outcome other = fixture.drop("b.csv", old(NO, B));

    assertThat(other.state()).isEqualTo("REJECTED");
    assertThat(other.codes()).containsExactly("2 批次号 BATCH_NO_USED");
  }

  @Test
  void a_number_whose_lines_all_failed_refuses_another_file_and_the_same_bytes() {
    fixture.settle(fixture.drop("a.csv", old(NO, A)).batches().get(0), LineState.FAILED);

    assertThat(fixture.drop("b.csv", old(NO, B)).codes()).containsExactly("2 批次号 BATCH_NO_USED");
    assertThat(fixture.drop("a.csv", old(NO, A)).codes()).containsExactly("2 批次号 BATCH_NO_USED");
  }

  @Test
  void a_refused_number_is_used_again_for_the_same_bytes() {
    fixture.refuse(fixture.drop("a.csv", old(NO, A)).batches().get(0));

    assertThat(fixture.drop("a.csv", old(NO, A)).batchNumbers()).containsExactly(NO);
  }

  @Test
  void a_refused_number_is_used_again_for_the_same_lines_in_another_charset() {
    fixture.refuse(fixture.drop("a.csv", old(NO, A)).batches().get(0));

    byte[] gbk = old(NO, A).getBytes(Charset.forName("GBK"));

    assertThat(fixture.drop("a.csv", gbk).batchNumbers()).containsExactly(NO);
  }

  @Test
  void a_refused_number_is_never_used_for_other_lines() {
    fixture.refuse(fixture.drop("a.csv", old(NO, A)).batches().get(0));

    assertThat(fixture.drop("a.csv", old(NO, B)).codes()).containsExactly("2 批次号 BATCH_NO_USED");
  }

  @Test
  void a_refused_number_that_other_bytes_took_over_is_used_up() {
    fixture.refuse(fixture.drop("a.csv", old(NO, A)).batches().get(0));
    byte[] gbk = old(NO, A).getBytes(Charset.forName("GBK"));
    fixture.settle(fixture.drop("b.csv", gbk).batches().get(0), LineState.FAILED);

    Outcome again = fixture.drop("a.csv", old(NO, A));

    assertThat(again.codes()).containsExactly("2 批次号 BATCH_NO_USED");
  }

  @Test
  void an_operators_permission_gives_the_same_bytes_a_new_number() {
    Outcome first = fixture.drop("a.csv", old(NO, A));
    fixture.settle(first.batches().get(0), LineState.FAILED);
    fixture.letInAgain(first.file());

    Outcome again = fixture.drop("a.csv", old(NO, A));

    assertThat(again.batchNumbers())
        .containsExactly(BatchNo.of(first.file().sha256(), 2, 1).value());
  }

  @Test
  void the_new_number_of_an_operators_permission_is_kept_when_it_is_refused() {
    Outcome first = fixture.drop("a.csv", old(NO, A));
    fixture.settle(first.batches().get(0), LineState.FAILED);
    fixture.letInAgain(first.file());
    Outcome second = fixture.drop("a.csv", old(NO, A));
    fixture.refuse(second.batches().get(0));

    assertThat(fixture.drop("a.csv", old(NO, A)).batchNumbers()).isEqualTo(second.batchNumbers());
  }

  @Test
  void the_number_is_used_up_even_if_lines_are_left_out() {
    fixture.leavesOutLines = true;
    Outcome first = fixture.drop("a.csv", old(NO, A + "A-2,,Li Si,1.00,\n"));
    fixture.refuse(first.batches().get(0));

    Outcome fixed = fixture.drop("a.csv", old(NO, A + "A-2,c@example.com,Li Si,1.00,\n"));

    assertThat(first.batchNumbers()).containsExactly(NO);
    assertThat(fixed.codes()).containsExactly("2 批次号 BATCH_NO_USED");
  }

  @Test
  void a_file_whose_reading_was_interrupted_keeps_its_number() throws IOException {
    Path file = fixture.put("a.csv", bytes(old(NO, A)));
    InboxFile arrived = fixture.inspect(file);
    Reception begun = fixture.arrive(arrived);
    try (IntakeSession session = fixture.intake().open(begun.file(), arrived)) {
      session.aggregate(session.check(session.bind(session.chunks().next())));
    }

    FileRecord taken = fixture.takeIn(file);

    assertThat(fixture.outcome(taken).batchNumbers()).containsExactly(NO);
  }

  @Test
  void more_than_a_thousand_lines_are_split_and_numbered_by_the_bytes() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 1001; i++) {
      lines.append("A-").append(i).append(",a@example.com,Zhang San,1.00,\n");
    }

    Outcome taken = fixture.drop("a.csv", old(NO, lines.toString()));

    String sha256 = taken.file().sha256();
    assertThat(taken.batchNumbers())
        .containsExactly(BatchNo.of(sha256, 1, 1).value(), BatchNo.of(sha256, 1, 2).value());
  }

  @Test
  void new_serials_are_generated_only_after_an_operators_permission() {
    Outcome first = fixture.drop("n.csv", fresh("1,a@example.com,Zhang San,1.5,\n"));
    fixture.refuse(first.batches().get(0));
    Outcome refused = fixture.drop("n.csv", fresh("1,a@example.com,Zhang San,1.5,\n"));
    fixture.settle(refused.batches().get(0), LineState.PAID);
    fixture.letInAgain(first.file());

    Outcome again = fixture.drop("n.csv", fresh("1,a@example.com,Zhang San,1.5,\n"));

    assertThat(refused.serials()).isEqualTo(first.serials());
    assertThat(refused.batchNumbers()).isEqualTo(first.batchNumbers());
    assertThat(again.state()).isEqualTo("ACCEPTED");
    assertThat(again.serials()).doesNotContainAnyElementsOf(first.serials());
    assertThat(again.batchNumbers()).doesNotContainAnyElementsOf(first.batchNumbers());
  }

  @Test
  void a_spreadsheet_that_was_saved_again_is_not_paid_twice() {
    fixture.settle(
        fixture.drop("n.csv", fresh("1,a@example.com,张三,1.5,\n")).batches().get(0), LineState.PAID);

    byte[] gbk = fresh("7,\"a@example.com\",张三,1.50,,\n").getBytes(Charset.forName("GBK"));

    assertThat(fixture.drop("n.csv", gbk).codes()).containsExactly("3 序号（必填） SERIAL_USED");
  }

  @Test
  void serials_do_not_depend_on_the_chunks() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 2500; i++) {
      lines.append(i).append(",a@example.com,Zhang San,1.00,\n");
    }

    List<String> serials = fixture.drop("n.csv", fresh(lines.toString())).serials();

    assertThat(serials).hasSize(2500).doesNotHaveDuplicates();
    assertThat(serials).allMatch(each -> each.startsWith(serials.get(0).substring(0, 16)));
    assertThat(serials.get(2499)).endsWith("0002502");
  }

  @Test
  void bytes_that_changed_before_the_reading_for_serials_are_left_for_the_next_poll()
      throws IOException {
    Path file = fixture.put("n.csv", bytes(fresh("1,a@example.com,Zhang San,1.5,\n")));
    InboxFile arrived = fixture.inspect(file);
    Reception begun = fixture.arrive(arrived);
    Files.write(file, bytes(fresh("1,a@example.com,Zhang San,9.5,\n")));

    try (IntakeSession session = fixture.intake().open(begun.file(), arrived)) {
      assertThatThrownBy(() -> session.chunks().hasNext()).isInstanceOf(FileChangedException.class);
    }
  }

  /** The older template with correct totals. */
  private static String old(String batchNo, String lines) {
    int count = 0;
    BigDecimal sum = BigDecimal.ZERO;
    for (String line : lines.split("\n")) {
      count++;
      sum = sum.add(new BigDecimal(line.split(",")[3]));
    }
    String stated = batchNo + ",20260131,payer@example.com,Payer," + sum + "," + count;
    return heading(Layout.OLD_ACCOUNT, 0)
        + (stated + "\n")
        + heading(Layout.OLD_ACCOUNT, 1)
        + lines;
  }

  private static String fresh(String lines) {
    return heading(Layout.NEW_ACCOUNT, 0) + heading(Layout.NEW_ACCOUNT, 1) + lines;
  }

  private static String heading(Layout layout, int number) {
    return String.join(",", layout.headings().get(number)) + "\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
