package payout.inbox;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test over a whole intake, with an inbox and a ledger of its own. */
abstract class IntakeTest {

  @TempDir Path home;

  IntakeFixture fixture;

  @BeforeEach
  void open() {
    fixture = new IntakeFixture(home);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Lines with these serials, each sound, from row 2 on. */
  static String lines(String... serials) {
    StringBuilder text = new StringBuilder();
    for (String serial : serials) {
      text.append(line(serial)).append('\n');
    }
    return text.toString();
  }

  /** So many sound lines, {@code N-1}, {@code N-2}, …, a cent each. */
  static String lines(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append("N-").append(i).append(",a@example.com,Zhang San,0.01,\n");
    }
    return text.toString();
  }

  static String line(String serial) {
    return serial + ",a@example.com,Zhang San,1.00,May";
  }
}
