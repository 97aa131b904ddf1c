package payout.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import payout.ledger.OutsideHead;
import payout.ledger.chain.Seal.Head;

/** The ends of the chain of seals that the files of days name, see {@link ReconcileFile}. */
public final class DayHeads {

  private static final Pattern NAME =
      Pattern.compile("(SANDBOX-)?reconcile\\.[0-9]{4}-[0-9]{2}-[0-9]{2}\\.csv");

  /** The row of totals has no other text that could contain a comma. */
  private static final int FILE = 2;

  private DayHeads() {}

  /**
   * All of a folder, in the order of the days; not of days that were closed without a seal, or by
   * an earlier program.
   *
   * @throws IOException when the folder or a file cannot be read, or a file is damaged
   */
  public static List<OutsideHead> read(Path folder) throws IOException {
    List<OutsideHead> heads = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(DayHeads::isDay).sorted().toList()) {
        of(file).ifPresent(heads::add);
      }
    }
    return heads;
  }

  private static boolean isDay(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches()
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The row of totals is ASCII, in every charset of the outbox. */
  private static Optional<OutsideHead> of(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String heading = lines.readLine();
      int seal = heading == null ? -1 : List.of(heading.split(",")).indexOf(ReconcileFile.SEAL);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        if (cells.length > FILE && cells[FILE].replace("\"", "").equals(ReconcileFile.TOTAL)) {
          return head(file.getFileName().toString(), cells, seal);
        }
      }
    }
    throw new IOException(file + " has no row " + ReconcileFile.TOTAL + ", it is not whole");
  }

  private static Optional<OutsideHead> head(String name, String[] cells, int seal)
      throws IOException {
    if (seal < 0 || cells.length <= seal + 1 || cells[seal].isEmpty()) {
      return Optional.empty();
    }
    try {
      long at = OffsetDateTime.parse(cells[1]).toInstant().toEpochMilli();
      return Optional.of(
          new OutsideHead(name, at, new Head(Long.parseLong(cells[seal]), cells[seal + 1])));
    } catch (NumberFormatException | DateTimeException e) {
      throw new IOException("The row " + ReconcileFile.TOTAL + " of " + name + " is damaged", e);
    }
  }
}
