package payout.inbox;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of the complete intake, with a separate inbox and ledger. */
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

  /** Valid lines with these serials, from row 2 on. */
  static String lines(String... serials) {
    StringBuilder text = new StringBuilder();
    for (String serial : serials) {
      text.append(line(serial)).append('\n');
    }
    return text.toString();
  }

  /** So many valid lines, {@code N-1}, {@code N-2}, …, one fen each. */
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
