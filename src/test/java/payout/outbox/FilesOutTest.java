package payout.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchNo;
import payout.batch.Fault;
import payout.batch.FileState;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.PayoutLine;
import payout.batch.RejectedLine;

class FilesOutTest {

  private static final String RESULT_HEADER =
      "line,serial_no,payee_account,payee_name,amount,remark,status,code,reason,batch_no,"
          + "gateway_serial,finished_at\n";
  private static final BatchNo BATCH = new BatchNo("20260101AbC0001");
  private static final PayoutLine LINE =
      new PayoutLine(2, "A-1", "a@example.com", "张三", new Money(17800), "May, \"late\"");
  private static final UnaryOperator<String> MEANINGS =
      code ->
          Map.of("RECEIVE_USER_NOT_EXIST", "收款用户不存在", "TWO_LINES", "first\nsecond, third")
              .getOrDefault(code, code);

  @Test
  void the_ack_shows_hidden_characters_of_the_files_name() throws IOException {
    String ack =
        Rendered.text(
            out ->
                AckFile.write(
                    out,
                    new AckFile.Ack(
                        "a\u001b\n\u202e.csv",
                        "00",
                        FileState.ACCEPTED,
                        1,
                        Money.ZERO,
                        1,
                        "",
                        "inbox")));

    assertThat(ack).contains("\na\\u001b\\u000a\\u202e.csv,00,ACCEPTED,");
  }

  @Test
  void acknowledges_an_accepted_file() throws IOException {
    AckFile.Ack ack =
        new AckFile.Ack(
            "may,1.csv",
            "ab".repeat(32),
            FileState.ACCEPTED,
            2500,
            new Money(123456),
            3,
            "",
            "inbox-2");

    assertThat(Rendered.text(out -> AckFile.write(out, ack)))
        .isEqualTo(
            "file,sha256,status,lines,amount,batches,reason,inbox\n"
                + "\"may,1.csv\",abababababababababababababababababababababababababababababababab,"
                + "ACCEPTED,2500,1234.56,3,,inbox-2\n");
  }

  @Test
  void acknowledges_a_refused_file_whose_name_cannot_run_as_a_formula() throws IOException {
    AckFile.Ack ack =
        new AckFile.Ack(
            "=cmd.csv",
            "00",
            FileState.REJECTED,
            0,
            Money.ZERO,
            0,
            "It has no known header.",
            "inbox");

    assertThat(Rendered.text(out -> AckFile.write(out, ack)))
        .isEqualTo(
            "file,sha256,status,lines,amount,batches,reason,inbox\n"
                + "'=cmd.csv,00,REJECTED,0,0.00,0,It has no known header.,inbox\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = FileState.class,
      names = {"RECEIVED", "AWAITING_APPROVAL", "AWAITING_LIMIT", "SETTLED"})
  void acknowledges_no_file_before_intake_has_finished(FileState state) {
    assertThatThrownBy(() -> new AckFile.Ack("a.csv", "00", state, 0, Money.ZERO, 0, "", "inbox"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A file is not acknowledged as " + state + ".");
  }

  @Test
  void lists_the_faults_of_a_file() throws IOException {
    String text =
        Rendered.text(
            out -> {
              RejectsFile rejects = new RejectsFile(out);
              rejects.add(new Fault(12, "amount", "AMOUNT_ZERO", "The amount is not above zero."));
              rejects.add(
                  new Fault(Fault.WHOLE_FILE, "", "TOTAL_WRONG", "The total is not the sum."));
            });

    assertThat(text)
        .isEqualTo(
            "line,column,code,reason\n"
                + "12,amount,AMOUNT_ZERO,The amount is not above zero.\n"
                + ",,TOTAL_WRONG,The total is not the sum.\n");
  }

  @Test
  void a_paid_line_has_no_code_and_no_reason() throws IOException {
    assertThat(
            result(LINE, new LineResult(LineState.PAID, "", "2026010112345678", "20260101120001")))
        .isEqualTo(
            "2,A-1,a@example.com,张三,178.00,\"May, \"\"late\"\"\",PAID,,,20260101AbC0001,"
                + "2026010112345678,2026-01-01T12:00:01+08:00\n");
  }

  @Test
  void a_failed_line_has_the_gateways_code_and_its_meaning() throws IOException {
    LineResult failed =
        new LineResult(LineState.FAILED, "RECEIVE_USER_NOT_EXIST", "201", "20260228235959");

    assertThat(result(LINE, failed))
        .isEqualTo(
            "2,A-1,a@example.com,张三,178.00,\"May, \"\"late\"\"\",FAILED,RECEIVE_USER_NOT_EXIST,"
                + "收款用户不存在,20260101AbC0001,201,2026-02-28T23:59:59+08:00\n");
  }

  @Test
  void the_reason_of_an_unknown_code_is_the_code() throws IOException {
    assertThat(result(LINE, LineResult.refused("NEW_CODE")))
        .endsWith(",REFUSED,NEW_CODE,NEW_CODE,20260101AbC0001,,\n");
  }

  @Test
  void a_reason_of_two_lines_is_quoted() throws IOException {
    assertThat(result(LINE, LineResult.refused("TWO_LINES")))
        .endsWith(",REFUSED,TWO_LINES,\"first\nsecond, third\",20260101AbC0001,,\n");
  }

  @Test
  void a_code_of_the_gateway_cannot_run_as_a_formula_and_a_value_of_the_payer_is_unchanged()
      throws IOException {
    PayoutLine line = new PayoutLine(2, "-1", "+a@b.cn", "=N", new Money(1), "@r");

    assertThat(result(line, new LineResult(LineState.FAILED, "=1+2", "-3", "")))
        .isEqualTo("2,-1,+a@b.cn,=N,0.01,@r,FAILED,'=1+2,'=1+2,20260101AbC0001,'-3,\n");
  }

  @ParameterizedTest
  @CsvSource({
    "20260101000000,2026-01-01T00:00:00+08:00",
    "20240229235959,2024-02-29T23:59:59+08:00",
    "20081024143651,2008-10-24T14:36:51+08:00"
  })
  void the_gateways_time_becomes_iso_8601_with_chinas_offset(String gateway, String iso)
      throws IOException {
    assertThat(result(LINE, new LineResult(LineState.PAID, "", "", gateway)))
        .endsWith(",20260101AbC0001,," + iso + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "2026-01-01 12:00:01",
        "20260230120001",
        "20261301120001",
        "20260101240000",
        "20260101126001",
        "2026010112000",
        "202601011200011"
      })
  void an_invalid_time_of_the_gateway_is_left_empty(String gateway) throws IOException {
    assertThat(result(LINE, new LineResult(LineState.PAID, "", "", gateway)))
        .endsWith(",PAID,,,20260101AbC0001,,\n");
  }

  @Test
  void an_open_line_is_refused_in_a_result_file() {
    assertThatThrownBy(() -> result(LINE, LineResult.OPEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Line 2 is still open and must not be in a result file.");
  }

  @Test
  void a_line_that_was_never_sent_shows_its_valid_values() throws IOException {
    RejectedLine line =
        new RejectedLine(
            9, "A-9", "", "李四", "1.00", "", "ACCOUNT_UNKNOWN", "The account can be none.");

    String text = Rendered.text(out -> new ResultFile(out, MEANINGS).add(line));

    assertThat(text)
        .isEqualTo(
            RESULT_HEADER
                + "9,A-9,,李四,1.00,,REJECTED,ACCOUNT_UNKNOWN,The account can be none.,,,\n");
  }

  @Test
  void a_rejected_line_shows_neither_account_nor_name_in_a_log() {
    assertThat(new RejectedLine(9, "A-9", "a@b.cn", "李四", "1.00", "", "BAD", "Bad."))
        .hasToString("line 9, BAD");
  }

  @Test
  void a_retry_is_a_payout_file_in_the_plain_layout() throws IOException {
    String text = Rendered.text(out -> new RetryFile(out).add(LINE));

    assertThat(text)
        .isEqualTo(
            "serial_no,payee_account,payee_name,amount,remark\n"
                + "A-1,a@example.com,张三,178.00,\"May, \"\"late\"\"\"\n");
  }

  @Test
  void a_retry_in_gbk_never_alters_a_payees_name() {
    PayoutLine line = new PayoutLine(5, "A-1", "a@example.com", "𠮷田", new Money(1), "");

    assertThatThrownBy(() -> Rendered.bytes(OutboxCharset.GBK, out -> new RetryFile(out).add(line)))
        .isInstanceOf(UnencodableValueException.class)
        .hasMessageStartingWith("Line 5 has a character in payee_name that gbk lacks;");
  }

  @Test
  void a_file_of_a_million_lines_needs_no_memory_for_its_lines() throws IOException {
    CountingStream stream = new CountingStream();
    try (OutboxText out = OutboxText.open(stream, OutboxCharset.UTF_8)) {
      RetryFile retry = new RetryFile(out);
      for (int i = 0; i < 1_000_000; i++) {
        retry.add(LINE);
      }
    }

    assertThat(stream.bytes).isEqualTo(49 + 1_000_000L * 48);
    assertThat(stream.largest).isLessThanOrEqualTo(64 * 1024);
  }

  private static String result(PayoutLine line, LineResult result) throws IOException {
    String text = Rendered.text(out -> new ResultFile(out, MEANINGS).add(line, result, BATCH));
    assertThat(text).startsWith(RESULT_HEADER);
    return text.substring(RESULT_HEADER.length());
  }

  private static final class CountingStream extends OutputStream {

    private long bytes;
    private int largest;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) {
      bytes += len;
      largest = Math.max(largest, len);
    }
  }
}
