package payout.inbox;

import org.apache.camel.dataformat.bindy.annotation.CsvRecord;
import org.apache.camel.dataformat.bindy.annotation.DataField;

/**
 * A row as Bindy binds it: the five fields of a payment in the order of every {@link Layout}. All
 * are text; their meaning is decided by {@link LineRules}.
 *
 * <p>The fields are unquoted already. Bindy would still turn two quotes into one, so its quote is
 * set to a character that no valid value contains.
 */
@CsvRecord(separator = ",", quote = "\0")
public class PayoutRecord {

  @DataField(pos = 1, defaultValue = "")
  private String serialNo = "";

  @DataField(pos = 2, defaultValue = "")
  private String payeeAccount = "";

  @DataField(pos = 3, defaultValue = "")
  private String payeeName = "";

  @DataField(pos = 4, defaultValue = "")
  private String amount = "";

  @DataField(pos = 5, defaultValue = "")
  private String remark = "";

  /** The fields as they were bound, unchecked. */
  RawLine toRawLine(long row) {
    return new RawLine(row, serialNo, payeeAccount, payeeName, amount, remark);
  }
}
