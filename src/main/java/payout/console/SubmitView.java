package payout.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import payout.batch.Fault;
import payout.inbox.TypedLines;

/** The form in which lines are typed, as it is shown. */
public final class SubmitView {

  private static final int LISTED_MAX = 100;

  private final Sent sent;
  private final TypedLines.Checked checked;
  private final String problem;
  private final int status;
  private final Map<String, String> faults = new HashMap<>();

  /**
   * A form.
   *
   * @param checked the lines as they were judged; null before that
   * @param problem what is wrong with the form itself, a key of the texts; may be empty
   * @param status the HTTP status
   */
  SubmitView(Sent sent, TypedLines.Checked checked, String problem, int status) {
    this.sent = sent;
    this.checked = checked;
    this.problem = problem;
    this.status = status;
    if (checked != null) {
      checked
          .faults()
          .forEach(
              fault ->
                  faults.merge(
                      place(fault.row(), fault.column()),
                      fault.reason(),
                      (one, other) -> one + " " + other));
    }
  }

  /**
   * What is in the fields.
   *
   * @param wanted the button that was pressed
   * @param count the number of lines as it was entered
   * @param total the sum as it was entered
   * @param rows the cells of the table, five a row
   * @param paste what stays in the field for pasting
   */
  record Sent(String wanted, String count, String total, List<List<String>> rows, String paste) {

    /** Without what was typed, which belongs in no log. */
    @Override
    public String toString() {
      return "a form of " + rows.size() + " rows";
    }
  }

  /** Whether it becomes a file now. */
  boolean isSubmitted() {
    return isClean() && problem.isEmpty() && (sent.wanted().equals("submit") || onlyCheck());
  }

  /** Whether the file is only checked. */
  boolean onlyCheck() {
    return sent.wanted().equals("dry");
  }

  int status() {
    return status;
  }

  TypedLines.Checked checked() {
    return checked;
  }

  /** Whether the lines were judged. */
  public boolean isChecked() {
    return checked != null;
  }

  /** Whether they were judged and nothing is wrong. */
  public boolean isClean() {
    return checked != null && checked.isValid();
  }

  /** What is wrong with the form itself, a key of the texts; may be empty. */
  public String problem() {
    return problem;
  }

  /** The number of lines as it was entered. */
  public String count() {
    return sent.count();
  }

  /** The sum as it was entered. */
  public String total() {
    return sent.total();
  }

  /** What stays in the field for pasting. */
  public String paste() {
    return sent.paste();
  }

  /** The cells of the table, five a row. */
  public List<List<String>> rows() {
    return sent.rows();
  }

  /** How many lines were counted. */
  public int counted() {
    return checked.lines().size();
  }

  /** What they add up to; a dash where an amount cannot be read. */
  public String sum() {
    return checked.amount().orElse("–");
  }

  /** Count and sum on this page, to be sent back. */
  public String shown() {
    return shown(checked);
  }

  static String shown(TypedLines.Checked checked) {
    return checked.lines().size() + ":" + checked.amount().orElse("");
  }

  /** The name of a field by its column, from 0. */
  public String field(int column) {
    return SubmitForm.FIELDS.get(column);
  }

  /** The row in the file that is made of the lines. */
  public int row(int index) {
    return index + TypedLines.FIRST_ROW;
  }

  /** What is wrong with a cell, as sentences; empty when nothing is. */
  public String fault(int index, int column) {
    return faults.getOrDefault(place(row(index), TypedLines.columns().get(column)), "");
  }

  /** What is wrong with the number of lines that was entered; empty when nothing is. */
  public String countFault() {
    return faults.getOrDefault(place(Fault.WHOLE_FILE, TypedLines.STATED_LINES), "");
  }

  /** What is wrong with the sum that was entered; empty when nothing is. */
  public String totalFault() {
    return faults.getOrDefault(place(Fault.WHOLE_FILE, TypedLines.STATED_AMOUNT), "");
  }

  /** What is wrong with the lines as a whole; empty when nothing is. */
  public String wholeFault() {
    return faults.getOrDefault(place(Fault.WHOLE_FILE, ""), "");
  }

  /** How many faults there are. */
  public int faultCount() {
    return checked.faults().size();
  }

  /** The first faults of cells, to be listed above the table. */
  public List<CellFault> listed() {
    List<CellFault> listed = new ArrayList<>();
    for (Fault fault : checked.faults()) {
      int column = TypedLines.columns().indexOf(fault.column());
      if (column >= 0 && listed.size() < LISTED_MAX) {
        listed.add(new CellFault(fault, field(column) + "-" + fault.row()));
      }
    }
    return listed;
  }

  private static String place(long row, String column) {
    return row + " " + column;
  }

  /**
   * A fault and where it is.
   *
   * @param target the id of its cell
   */
  public record CellFault(Fault fault, String target) {}
}
