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

/** Opens files for reading, and refuses files that are not payout files before they are read. */
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
   * Reads a file once; its hash shows whether it came before.
   *
   * @throws FileChangedException when it changed in the meantime
   */
  public InboxFile inspect(OpenFile open, String inbox, String name) {
    return InboxFile.read(open, inbox, name, rules.inboxCharset(), rules.fileBytesMax());
  }

  /** What the ledger needs to know of a file. */
  public IntakeStore.Arrival arrival(InboxFile file) {
    return file.arrival(rules.payer());
  }

  /** Refuses a file for its name or size, or as empty or not CSV; null when it is to be read. */
  public FileRecord refuseUnread(FileRecord file, InboxFile arrived) {
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
    if (FileKind.isNamedWorkbook(file.name())) {
      return kind.isArchive() ? null : refuseWorkbook(file, kind);
    }
    return kind == FileKind.TEXT ? null : refuseKind(file, kind);
  }

  /**
   * Whether a name starts like those of a sandbox or a check. Case and full-width characters do not
   * matter, because file systems and mail programs change both.
   */
  private static boolean isOfTest(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    return plain.startsWith("SANDBOX-") || plain.startsWith("CHECK-");
  }

  /** Starts reading a file; the caller closes the session. */
  public IntakeSession open(FileRecord file, InboxFile arrived) {
    try {
      FaultMessages words = FaultMessages.about(file.name(), rules.language());
      RowSource rows = rows(arrived, words);
      try {
        return new IntakeSession(rows, arrived, file, rules, words, store);
      } catch (IOException | RuntimeException e) {
        rows.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of a workbook or those of a text, as the file's name says. */
  private RowSource rows(InboxFile file, FaultMessages words) throws IOException {
    return FileKind.isNamedWorkbook(file.name())
        ? WorkbookRows.open(file, rules, words)
        : new RowSource.TextRows(file);
  }

  private FileRecord refuse(FileRecord file, RejectCode code, Object... values) {
    FaultMessages words = new FaultMessages(rules.language());
    return refuse(file, words, words.fault(Fault.WHOLE_FILE, "", code, values));
  }

  private FileRecord refuseKind(FileRecord file, FileKind kind) {
    FaultMessages words = new FaultMessages(rules.language());
    RejectCode code = RejectCode.NOT_CSV;
    return refuse(file, words, words.another(Fault.WHOLE_FILE, "", code, kind.sentence()));
  }

  /** A workbook with a password is no archive: the archive is encrypted as a whole. */
  private FileRecord refuseWorkbook(FileRecord file, FileKind kind) {
    FaultMessages words = new FaultMessages(rules.language());
    Fault fault =
        kind == FileKind.OLD_EXCEL
            ? words.fault(Fault.WHOLE_FILE, "", RejectCode.WORKBOOK_ENCRYPTED)
            : words.another(Fault.WHOLE_FILE, "", RejectCode.NOT_XLSX, "text");
    return refuse(file, words, fault);
  }

  private FileRecord refuse(FileRecord file, FaultMessages words, Fault fault) {
    byte[] data = LineCodec.encodeFaults(List.of(fault));
    return store.reject(
        file, new IntakeStore.Decision(0, Money.ZERO, 0, 0, 1, data, words.refusal(fault, 1), ""));
  }
}
