package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import payout.batch.Fault;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;

/** Opens files for reading, and refuses at the door what is no payout file at all. */
public final class Intake {

  private static final int NAME_BYTES_MAX = 150;

  private final IntakeRules rules;
  private final IntakeStore store;

  /** Intake by these rules into this store. */
  public Intake(IntakeRules rules, IntakeStore store) {
    this.rules = rules;
    this.store = store;
  }

  /**
   * Reads a file once: its hash tells whether it came before.
   *
   * @throws FileChangedException when it changed meanwhile
   */
  public InboxFile look(OpenFile open, String inbox, String name) {
    return InboxFile.read(open, inbox, name, rules.inboxCharset(), rules.fileBytesMax());
  }

  /** What the ledger needs to know of a file. */
  public IntakeStore.Arrival arrival(InboxFile file) {
    return file.arrival(rules.payer());
  }

  /** Refuses a file for its name or size, for being empty or no CSV; null when it is to be read. */
  public FileRecord refuseAtDoor(FileRecord file, InboxFile arrived) {
    if (arrived.fingerprint().size() == 0) {
      return refuse(file, RejectCode.EMPTY_FILE);
    }
    long size = arrived.fingerprint().size();
    if (size > rules.fileBytesMax()) {
      return refuse(file, RejectCode.FILE_TOO_BIG, size, rules.fileBytesMax());
    }
    int bytes = file.name().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > NAME_BYTES_MAX) {
      return refuse(file, RejectCode.NAME_TOO_LONG, bytes, NAME_BYTES_MAX);
    }
    if (!rules.sandbox() && isOfTest(file.name())) {
      return refuse(file, RejectCode.NAME_OF_A_TEST);
    }
    FileKind kind = arrived.fingerprint().kind();
    return kind == FileKind.TEXT ? null : refuseKind(file, kind);
  }

  /**
   * Whether a name begins as those do that a sandbox or a check gives. In any case and in
   * full-width letters as well: file systems and mail programs change both.
   */
  private static boolean isOfTest(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    return plain.startsWith("SANDBOX-") || plain.startsWith("CHECK-");
  }

  /** Starts reading a file; the caller closes the session. */
  public IntakeSession open(FileRecord file, InboxFile arrived) {
    try {
      return new IntakeSession(arrived, file, rules, store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileRecord refuse(FileRecord file, RejectCode code, Object... values) {
    FaultWords words = new FaultWords(rules.language());
    return refuse(file, words, words.fault(Fault.WHOLE_FILE, "", code, values));
  }

  private FileRecord refuseKind(FileRecord file, FileKind kind) {
    FaultWords words = new FaultWords(rules.language());
    RejectCode code = RejectCode.NOT_CSV;
    return refuse(file, words, words.another(Fault.WHOLE_FILE, "", code, kind.sentence()));
  }

  private FileRecord refuse(FileRecord file, FaultWords words, Fault fault) {
    byte[] data = LineCodec.encodeFaults(List.of(fault));
    return store.reject(
        file, new IntakeStore.Decision(0, Money.ZERO, 0, 0, 1, data, words.refusal(fault, 1), ""));
  }
}
