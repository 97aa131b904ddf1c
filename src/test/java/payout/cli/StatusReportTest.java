package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.batch.Language;
import payout.batch.Payer;
import payout.batch.RequestCharset;
import payout.ledger.Arrival;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.LedgerAddress;

class StatusReportTest {

  private static final String HOSTILE = "a\u001b[2J\nSETTLED  forged.csv\u202e\u009b\u200b.csv";

  @TempDir private Path folder;

  @Test
  void the_name_of_a_file_can_neither_forge_a_line_nor_steer_a_terminal() throws Exception {
    LedgerAddress address = new LedgerAddress("jdbc:sqlite:" + folder.resolve("l.db"), "", "");
    try (Ledger ledger = Ledger.run(address, "production", ChinaClock.system())) {
      IntakeLedger intake = ledger.intake(Language.EN);
      intake.takeTurn();
      intake.arrive(new Arrival("inbox", HOSTILE, "0".repeat(64), 1, 1, payer()));

      StatusReport report = StatusReport.of(ledger.status(), null);

      assertThat(report.toText().lines()).hasSize(1);
      assertThat(report.toText())
          .contains("a\\u001b[2J\\u000aSETTLED  forged.csv\\u202e\\u009b\\u200b.csv")
          .doesNotContain("\u001b", "\u202e", "\u009b", "\u200b");
      assertThat(report.toJson()).doesNotContain("\u001b", "\u202e", "\u009b", "\u200b", "\n");
      assertThat(new ObjectMapper().readTree(report.toJson()).at("/files/0/file").textValue())
          .isEqualTo(HOSTILE);
    }
  }

  private static Payer payer() {
    return new Payer(
        "2088000000000001",
        "payer@example.com",
        "Payer",
        "",
        "",
        "https://gateway.example.com/gateway.do",
        RequestCharset.UTF_8);
  }
}
