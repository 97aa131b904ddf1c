package payout.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import payout.sandbox.BookLine;
import payout.sandbox.SignType;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** Every kind of sign in every charset of the document, there and back. */
class CharsetsTest {

  @ParameterizedTest
  @CsvSource({"RSA, gbk", "DSA, gb2312", "MD5, utf-8"})
  void names_come_back_unharmed(SignType type, String charset, @TempDir Path folder)
      throws Exception {
    assertNamesComeBack(type, charset, folder);
  }

  @ParameterizedTest
  @CsvSource({"RSA, utf-8", "RSA, gb2312", "DSA, utf-8", "DSA, gbk", "MD5, gbk", "MD5, gb2312"})
  @Tag("long")
  void names_come_back_unharmed_in_all_other_pairs(
      SignType type, String charset, @TempDir Path folder) throws Exception {
    assertNamesComeBack(type, charset, folder);
  }

  private static void assertNamesComeBack(SignType type, String charset, Path folder)
      throws Exception {
    try (RunningService service =
        RunningService.in(folder)
            .signing(type)
            .with("PAYOUT_CHARSET", charset)
            .with("PAYOUT_OUTBOX_CHARSET", charset.equals("utf-8") ? "utf-8" : "gbk")
            .start()) {
      service.drop(
          "名单.csv",
          PayoutFile.of(
              "C-1,a@example.com,欧阳振华,1.00,三月工资", "C-2,b@example.com,诸葛亮 FAIL,2.00,报销 & 100%+=?"));

      String name = service.awaitName("名单\\.[0-9a-f]{8}\\.result\\.csv");

      byte[] bytes = java.nio.file.Files.readAllBytes(service.outbox().resolve(name));
      String text = new String(bytes, Charset.forName(charset.equals("utf-8") ? "utf-8" : "gbk"));
      assertThat(text)
          .contains("\n2,C-1,a@example.com,欧阳振华,1.00,三月工资,PAID,,,")
          .contains(
              "\n3,C-2,b@example.com,诸葛亮 FAIL,2.00,报销 & 100%+=?,FAILED,RECEIVE_USER_NOT_EXIST,");
      assertThat(service.gateway().book().lines())
          .extracting(BookLine::name)
          .containsExactly("欧阳振华", "诸葛亮 FAIL");
      assertThat(service.gateway().book().batches())
          .allMatch(each -> each.charset().equals(charset));
    }
  }

  @ParameterizedTest
  @CsvSource({"utf-8", "gbk"})
  void a_notify_of_1000_lines_and_over_300_kilobytes_is_taken(
      String charset, @TempDir Path folder) {
    try (RunningService service =
        RunningService.in(folder).signing(SignType.MD5).with("PAYOUT_CHARSET", charset).start()) {
      String name = "名".repeat(charset.equals("utf-8") ? 42 : 64);
      StringBuilder file = new StringBuilder(PayoutFile.HEADER);
      for (int i = 1; i <= 1000; i++) {
        file.append("L-" + i + ",payee-" + i + "@example.com," + name + ",1.00,备注\n");
      }
      long bytes = 1000L * java.net.URLEncoder.encode(name, Charset.forName(charset)).length();
      assertThat(bytes).isGreaterThan(300_000);

      service.drop("long.csv", file.toString());

      assertThat(service.awaitResult("long").lines().skip(1))
          .hasSize(1000)
          .allMatch(row -> row.contains(name + ",1.00,备注,PAID,"));
      assertThat(service.gateway().book().deliveries()).hasSize(1);
    }
  }
}
