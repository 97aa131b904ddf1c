package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.Folders;
import payout.testing.RunningService;

/** The folder in which files are only checked, and the templates on their whole way. */
class CheckFolderTest {

  private static final String SOUND =
      "serial_no,payee_account,payee_name,amount,remark\nA-1,a@example.com,张三,1.00,x\n";

  private static final String FAULTY = SOUND.replace("1.00", "1.005");

  private static final String OLD =
      "批次号,付款日期,付款人email,账户名称,总金额（元）,总笔数\r\n"
          + "20260131001,20260131,payer@company.example,毛毛有限公司,3.00,2\r\n"
          + "商户流水号,收款人email,收款人姓名,付款金额（元）,付款理由\r\n"
          + "O-1,a@example.com,张三,1.00,\r\nO-2,b@example.com,李四 FAIL,2.00,\r\n";

  private static final String NEW =
      "支付宝批量付款文件模板（前面两行请勿删除）\r\n"
          + "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）\r\n"
          + "1,a@example.com,张三,1.00,\r\n2,b@example.com,李四 FAIL,2.00,\r\n";

  @TempDir private Path folder;

  private RunningService.Builder service;

  @BeforeEach
  void build() {
    service = RunningService.in(folder);
  }

  @Test
  void a_check_is_the_report_of_the_real_run_and_pays_nothing() {
    try (RunningService running = service.start()) {
      check(running, "pay.csv", SOUND);
      String checked = running.awaitOut("CHECK-pay\\.[0-9a-f]{8}\\.ack\\.csv");
      assertThat(running.ledger().status().files(10)).isEmpty();
      awaitMoved(running, ".done");

      running.drop("pay.csv", SOUND);
      running.awaitResult("pay");

      assertThat(checked)
          .isEqualTo(running.awaitOut("pay\\.[0-9a-f]{8}\\.ack\\.csv"))
          .contains(",ACCEPTED,1,1.00,1,");
      assertThat(running.gateway().book().paidLines()).hasSize(1);
      check(running, "pay.csv", SOUND);
      assertThat(running.awaitOut("CHECK-pay\\.[0-9a-f]{8}-2\\.ack\\.csv")).contains(",DUPLICATE,");
      assertThat(running.ledger().status().files(10)).hasSize(1);
    }
  }

  @Test
  void a_check_reports_each_fault_in_the_language_of_the_settings() {
    try (RunningService running = service.with("PAYOUT_LANGUAGE", "zh").start()) {
      check(running, "pay.csv", FAULTY);

      assertThat(running.awaitOut("CHECK-pay\\.[0-9a-f]{8}\\.rejects\\.csv"))
          .isEqualTo(
              "line,column,code,reason\n2,amount,AMOUNT_INVALID,金额必须是数字，最多两位小数，例如 1234.50。\n");
      awaitMoved(running, ".rejected");
      assertThat(running.ledger().status().files(10)).isEmpty();
    }
  }

  @Test
  void a_check_reports_that_a_valid_file_would_wait_and_for_what() {
    service
        .with("PAYOUT_APPROVAL_AMOUNT_MIN", "5.00")
        .with("PAYOUT_APPROVAL_APPROVERS", "chen")
        .with("PAYOUT_INBOX_OWNER", "li")
        .with("PAYOUT_DAY_AMOUNT_MAX", "1.50");
    try (RunningService running = service.start()) {
      check(running, "first.csv", SOUND);
      assertThat(running.awaitOut("CHECK-first\\..*\\.ack\\.csv")).contains(",ACCEPTED,1,1.00,1,");
      running.drop("first.csv", SOUND);
      running.awaitResult("first");

      check(running, "second.csv", SOUND.replace("A-1", "A-2"));
      check(running, "third.csv", SOUND.replace("A-1", "A-3").replace("1.00", "5.00"));

      assertThat(running.awaitOut("CHECK-second\\..*\\.waiting\\.csv"))
          .contains(",AWAITING_LIMIT,1,1.00,1,");
      assertThat(running.awaitOut("CHECK-third\\..*\\.waiting\\.csv"))
          .contains(",AWAITING_APPROVAL,1,5.00,1,");
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(running.inbox().resolve("check/.done")).size() == 3);
      assertThat(running.ledger().status().files(10)).hasSize(1);
    }
  }

  @Test
  void the_older_template_is_paid_under_its_own_number() {
    try (RunningService running = service.start()) {
      running.drop("old.csv", OLD.getBytes(Charset.forName("GBK")));

      assertThat(running.awaitResult("old")).contains(",PAID,,,20260131001,");
      assertThat(running.awaitOut("old\\.[0-9a-f]{8}\\.retry\\.csv"))
          .isEqualTo(
              "serial_no,payee_account,payee_name,amount,remark\n"
                  + "O-2,b@example.com,李四 FAIL,2.00,\n");
    }
  }

  @Test
  void what_failed_of_the_newer_template_is_tried_again_under_its_serial_number() {
    try (RunningService running = service.start()) {
      running.drop("new.csv", NEW.getBytes(Charset.forName("GBK")));
      running.awaitResult("new");
      String retry = running.awaitOut("new\\.[0-9a-f]{8}\\.retry\\.csv");
      assertThat(retry).containsPattern("\n[0-9a-f]{16}0000004,b@example.com,李四 FAIL,2.00,\n");

      running.drop("corrected.csv", retry.replace(" FAIL", ""));

      assertThat(running.awaitResult("corrected")).contains(",PAID,");
      assertThat(running.gateway().book().paidLines()).hasSize(2);
    }
  }

  private static void check(RunningService running, String name, String content) {
    Folders.drop(running.inbox().resolve("check"), name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void awaitMoved(RunningService running, String archive) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                Folders.names(running.inbox().resolve("check").resolve(archive)).size() == 1
                    && Folders.names(running.inbox().resolve("check")).isEmpty());
  }
}
