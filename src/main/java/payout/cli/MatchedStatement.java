package payout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import payout.batch.Sha256;
import payout.config.Settings;
import payout.ledger.Ledger;
import payout.ledger.Proof;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.Matcher;
import payout.statement.StatementFile;
import payout.statement.StatementReader;
import payout.statement.UnreadableStatementException;

/**
 * A statement of the account, compared with the ledger.
 *
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param file what was read
 * @param matches the verdicts
 */
record MatchedStatement(String sha256, StatementFile file, List<Match> matches) {

  /**
   * Reads a file and compares it.
   *
   * @throws RefusedToStartException with a sentence, when nothing may be concluded from it, or when
   *     it concerns more payments than fit into memory
   */
  static MatchedStatement of(Path path, Settings settings, Ledger ledger) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(StatementReader.BYTES_MAX + 1);
    }
    String name = path.getFileName().toString();
    try {
      StatementFile file =
          StatementFile.read(
              name,
              bytes,
              settings.payer().partner(),
              settings.firstDayWithoutStatement(ledger.clock().today()));
      Optional<String> tooMany = ledger.statements().tooMany(file);
      if (tooMany.isPresent()) {
        throw refused(name, tooMany.get());
      }
      List<Match> matches = Matcher.matchCalibrated(ledger.statements().evidence(file));
      String sha256 = HexFormat.of().formatHex(Sha256.newDigest().digest(bytes));
      return new MatchedStatement(sha256, file, matches);
    } catch (UnreadableStatementException e) {
      throw refused(name, e.getMessage());
    }
  }

  private static RefusedToStartException refused(String name, String reason) {
    return new RefusedToStartException("The statement " + name + " is not used. " + reason);
  }

  /** The open lines that it proves as paid. */
  List<Proof> proofs() {
    return matches.stream()
        .filter(each -> each.verdict() == MatchVerdict.PROVED_PAID)
        .map(
            each ->
                new Proof(
                    each.line().batchNo(),
                    each.line().serial(),
                    each.row().amount(),
                    each.row().row(),
                    each.row().bookingId(),
                    each.row().at()))
        .toList();
  }
}
