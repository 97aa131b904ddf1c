package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.batch.RequestCharset;
import payout.inbox.IntakeHouse.Outcome;

/**
 * Each folder of {@code src/test/resources/golden} is a case: files that come in, in the order of
 * their names, and for each the ack and the rejects that must go out. {@code case.properties} holds
 * the settings that differ from the defaults. With {@code -Dpayout.golden.write=true} what goes out
 * is written there instead, to be read before it is committed.
 */
class GoldenTest extends IntakeTest {

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(golden())) {
      return folders.map(each -> each.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void what_goes_out_is_what_the_folder_says(String name) throws IOException {
    Path folder = golden().resolve(name);
    set(folder.resolve("case.properties"));

    for (Path input : inputs(folder.resolve("in"))) {
      Outcome outcome = house.drop(input.getFileName().toString(), Files.readAllBytes(input));

      String file = input.getFileName().toString();
      same(folder.resolve(file + ".ack.csv"), house.published(outcome.file(), OutputKind.ACK));
      same(
          folder.resolve(file + ".rejects.csv"),
          house.published(outcome.file(), OutputKind.REJECTS));
    }
  }

  private static void same(Path expected, String text) throws IOException {
    if (Boolean.getBoolean("payout.golden.write") && text != null) {
      Path source = Path.of("src/test/resources/golden", expected.getParent().getFileName() + "");
      Files.writeString(source.resolve(expected.getFileName()), text);
      return;
    }
    String wanted = Files.exists(expected) ? Files.readString(expected) : null;
    assertThat(text).isEqualTo(wanted);
  }

  private void set(Path file) throws IOException {
    Properties settings = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        settings.load(reader);
      }
    }
    settings.forEach((key, value) -> set(key.toString(), value.toString()));
  }

  private void set(String key, String value) {
    switch (key) {
      case "payout.charset" -> house.requestCharset = RequestCharset.of(value).orElseThrow();
      case "payout.outbox.charset" -> house.outboxCharset = OutboxCharset.of(value).orElseThrow();
      case "payout.inbox.charset" -> house.inboxCharset = value;
      case "payout.inbox.on-invalid-line" -> house.leavesOutLines = value.equals("reject-line");
      case "payout.line.serial-bytes-max" -> house.serialBytesMax = Integer.parseInt(value);
      case "payout.line.amount-max" -> house.lineAmountMax = Money.parse(value);
      case "payout.file.amount-max" -> house.fileAmountMax = Money.parse(value);
      case "payout.file.lines-max" -> house.fileLinesMax = Long.parseLong(value);
      case "payout.batch.lines-max" -> house.batchLinesMax = Integer.parseInt(value);
      case "payout.line.refuse-formulas" -> house.refuseFormulas = Boolean.parseBoolean(value);
      default -> throw new IllegalArgumentException("No such setting here: " + key);
    }
  }

  private static List<Path> inputs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static Path golden() {
    try {
      return Path.of(GoldenTest.class.getResource("/golden").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
