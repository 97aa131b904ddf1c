package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import payout.batch.Fault;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.ledger.Arrival;
import payout.ledger.Decision;
import payout.ledger.FileRecord;

/** Opens files for reading, and refuses at the door what is no payout file at all. */
public final class Intake {

  private static final int NAME_BYTES_MAX = 150;

  private final IntakeRules rules;
  private final IntakeStore store;
  private final CamelContext camel;

  /** Intake by these rules into this store; the context may be null outside of a route. */
  public Intake(IntakeRules rules, IntakeStore store, CamelContext camel) {
    this.rules = rules;
    this.store = store;
    this.camel = camel;
  }

  /** Reads the file once, for its hash: what the ledger needs to know whether it came before. */
  public Arrival arrival(Path path, String inbox, String name) {
    try {
      long modified = Files.getLastModifiedTime(path).toMillis();
      Fingerprint fingerprint = Fingerprint.of(path, rules.inboxCharset());
      return new Arrival(
          inbox, name, fingerprint.sha256(), fingerprint.size(), modified, rules.payer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses a file for its name or for being empty; null when it is to be read. */
  public FileRecord refuseAtDoor(FileRecord file, Path path) {
    try {
      if (Files.size(path) == 0) {
        return refuse(file, RejectCode.EMPTY_FILE, "The file is empty.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int bytes = file.name().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > NAME_BYTES_MAX) {
      String reason =
          "The file's name has " + bytes + " bytes; " + NAME_BYTES_MAX + " are allowed.";
      return refuse(file, RejectCode.NAME_TOO_LONG, reason);
    }
    return null;
  }

  /** Starts reading a file; the caller closes the session. */
  public IntakeSession open(FileRecord file, Path path) {
    try {
      Fingerprint fingerprint = Fingerprint.of(path, rules.inboxCharset());
      return new IntakeSession(path, file, fingerprint, rules, store, camel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileRecord refuse(FileRecord file, RejectCode code, String reason) {
    Fault fault = new Fault(0, "", code.name(), reason);
    byte[] data = LineCodec.encodeFaults(List.of(fault));
    return store.reject(
        file, new Decision(0, Money.ZERO, 0, 0, 1, data, code.name() + ": " + reason));
  }
}
