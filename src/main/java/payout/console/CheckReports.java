package payout.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import payout.batch.FileNames;
import payout.config.OutboxSettings;
import payout.ledger.Submission;
import payout.ledger.SubmissionLedger;
import payout.outbox.OutputNames;

/**
 * The reports of checks in an outbox on this machine. They have names that only intake counts, so
 * the newest of these bytes is the one that is found.
 */
final class CheckReports {

  private static final int NAMES_TRIED_MAX = 200;
  private static final int ROWS_MAX = 200;
  private static final int BYTES_MAX = 256 * 1024;

  private final OutboxSettings outbox;
  private final SubmissionLedger ledger;
  private final String start;

  /**
   * The reports in this outbox.
   *
   * @param isSandbox whether the names of all files in it say so
   */
  CheckReports(OutboxSettings outbox, SubmissionLedger ledger, boolean isSandbox) {
    this.outbox = outbox;
    this.ledger = ledger;
    this.start = (isSandbox ? "SANDBOX-" : "") + "CHECK-";
  }

  /** The reports about a file that was checked; none where the outbox is on a server. */
  List<CheckReport> of(Submission check) {
    if (outbox.endpoint().isRemote()) {
      return List.of();
    }
    int checked = ledger.checked(FileNames.stemOf(check.name())).size();
    for (int number = checked; number > Math.max(0, checked - NAMES_TRIED_MAX); number--) {
      List<CheckReport> found = found(new OutputNames(check.name(), check.sha256(), number, false));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<CheckReport> found(OutputNames names) {
    List<CheckReport> reports = new ArrayList<>();
    for (String each : List.of(names.ack(), names.waiting(), names.rejects(), names.warnings())) {
      read(start + each).ifPresent(reports::add);
    }
    return reports;
  }

  private Optional<CheckReport> read(String name) {
    Path file = outbox.endpoint().folder().resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Charset charset = outbox.charset().newEncoder().charset();
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      String text = new String(in.readNBytes(BYTES_MAX), charset);
      String mark = outbox.charset().mark();
      String plain = text.startsWith(mark) ? text.substring(mark.length()) : text;
      try (Stream<String> rows = plain.lines()) {
        return Optional.of(
            new CheckReport(name, rows.limit(ROWS_MAX).collect(Collectors.joining("\n"))));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
