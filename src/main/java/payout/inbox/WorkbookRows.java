package payout.inbox;

import java.io.IOException;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import payout.batch.Fault;
import payout.sheet.Workbook;
import payout.sheet.WorkbookFault;

/**
 * The rows of the first sheet of a workbook, which is read once and then lies unpacked on disk.
 *
 * <p>The hash is of the bytes that were unpacked: every row that is read later comes from them.
 */
final class WorkbookRows implements RowSource {

  private final Workbook workbook;
  private final String sha256;
  private final List<Fault> faults;

  private WorkbookRows(Workbook workbook, String sha256, List<Fault> faults) {
    this.workbook = workbook;
    this.sha256 = sha256;
    this.faults = faults;
  }

  static WorkbookRows open(InboxFile file, IntakeRules rules, FaultMessages words)
      throws IOException {
    try (DigestInputStream bytes =
        new DigestInputStream(file.open().stream(), Fingerprint.newDigest())) {
      Workbook workbook =
          Workbook.read(bytes, rules.scratch(), Layout::isAnyHeading, file.open()::progressed);
      String sha256 = HexFormat.of().formatHex(bytes.getMessageDigest().digest());
      return new WorkbookRows(workbook, sha256, sentences(workbook.faults(), words));
    }
  }

  private static List<Fault> sentences(List<WorkbookFault> faults, FaultMessages words) {
    return faults.stream().map(each -> sentence(each, words)).toList();
  }

  private static Fault sentence(WorkbookFault fault, FaultMessages words) {
    RejectCode code =
        switch (fault.kind()) {
          case BROKEN -> RejectCode.NOT_XLSX;
          case TOO_BIG -> RejectCode.WORKBOOK_TOO_BIG;
          case ENCRYPTED -> RejectCode.WORKBOOK_ENCRYPTED;
          case MACROS -> RejectCode.WORKBOOK_MACROS;
          case LINKS -> RejectCode.WORKBOOK_LINKS;
          case SHEETS -> RejectCode.WORKBOOK_SHEETS;
          case HIDDEN -> RejectCode.WORKBOOK_HIDDEN;
          case MERGED -> RejectCode.CELLS_MERGED;
        };
    Object[] values = fault.values().toArray();
    return fault.sentence().isEmpty()
        ? words.fault(fault.row(), "", code, values)
        : words.another(fault.row(), "", code, fault.sentence(), values);
  }

  @Override
  public List<Fault> faults() {
    return faults;
  }

  @Override
  public RowReader read() {
    return new SheetRowReader(workbook.rows(), sha256);
  }

  @Override
  public void close() throws IOException {
    workbook.close();
  }
}
