package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.batch.RequestCharset;
import payout.inbox.IntakeFixture.Outcome;
import payout.ledger.FileRecord;

/**
 * Each folder in {@code src/test/resources/golden} is a case: input files, in the order of their
 * names, and for each the ack, the rejects and the result that must be published. {@code
 * case.properties} holds the settings that differ from the defaults. A file that is taken also has
 * its result, after the gateway paid all lines except those whose payee's name contains FAIL. With
 * {@code -Dpayout.golden.write=true} the output is written to the folder instead, to be reviewed
 * before it is committed.
 */
class GoldenTest extends IntakeTest {

  private static final Set<Map.Entry<String, FileRecord>> NO_FILES = Set.of();

  private int repeat;
  private int cell;
  private boolean withResult = true;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(golden())) {
      return folders.map(each -> each.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_output_matches_the_files_in_the_folder(String name) throws IOException {
    Path folder = golden().resolve(name);
    set(folder.resolve("case.properties"));

    Map<String, FileRecord> taken = new LinkedHashMap<>();
    for (Path input : inputs(folder.resolve("in"))) {
      Outcome outcome = fixture.drop(input.getFileName().toString(), content(input));

      String file = input.getFileName().toString();
      same(folder.resolve(file + ".ack.csv"), fixture.published(outcome.file(), OutputKind.ACK));
      same(
          folder.resolve(file + ".rejects.csv"),
          fixture.published(outcome.file(), OutputKind.REJECTS));
      if (outcome.file().state() == FileState.ACCEPTED) {
        taken.put(file, outcome.file());
      }
    }
    for (Map.Entry<String, FileRecord> file : withResult ? taken.entrySet() : NO_FILES) {
      same(folder.resolve(file.getKey() + ".result.csv"), fixture.result(file.getValue()));
    }
  }

  /**
   * The bytes of an input, with its placeholders replaced: with {@code golden.repeat} each line
   * that contains {@code %06d} is repeated so many times with rising numbers, with {@code
   * golden.cell} {@code %CELL%} becomes that many characters.
   */
  private byte[] content(Path input) throws IOException {
    if (repeat == 0 && cell == 0) {
      return Files.readAllBytes(input);
    }
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(input)) {
      for (int i = 1; i <= (line.contains("%06d") ? repeat : 1); i++) {
        text.append(line.replace("%06d", String.format("%06d", i)));
        text.append('\n');
      }
    }
    return text.toString().replace("%CELL%", "x".repeat(cell)).getBytes(StandardCharsets.UTF_8);
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
      case "golden.repeat" -> repeat = Integer.parseInt(value);
      case "golden.cell" -> cell = Integer.parseInt(value);
      case "golden.result" -> withResult = Boolean.parseBoolean(value);
      case "payout.account-name" -> fixture.accountName = value;
      case "payout.language" -> fixture.language = Language.valueOf(value.toUpperCase(Locale.ROOT));
      case "payout.charset" -> fixture.requestCharset = RequestCharset.of(value).orElseThrow();
      case "payout.outbox.charset" ->
          fixture.outboxCharset =
              OutboxCharset.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
      case "payout.inbox.charset" -> fixture.inboxCharset = value;
      case "payout.inbox.on-invalid-line" -> fixture.leavesOutLines = value.equals("reject-line");
      case "payout.line.serial-bytes-max" -> fixture.serialBytesMax = Integer.parseInt(value);
      case "payout.line.amount-max" -> fixture.lineAmountMax = Money.parse(value);
      case "payout.file.amount-max" -> fixture.fileAmountMax = Money.parse(value);
      case "payout.file.bytes-max" -> fixture.fileBytesMax = Long.parseLong(value);
      case "payout.file.lines-max" -> fixture.fileLinesMax = Long.parseLong(value);
      case "payout.batch.lines-max" -> fixture.batchLinesMax = Integer.parseInt(value);
      case "payout.line.refuse-formulas" -> fixture.refuseFormulas = Boolean.parseBoolean(value);
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
