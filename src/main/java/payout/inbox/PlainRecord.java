package payout.inbox;

import org.apache.camel.dataformat.bindy.annotation.CsvRecord;
import org.apache.camel.dataformat.bindy.annotation.DataField;

/**
 * A row of the plain layout. All fields are text; their meaning is decided by {@link LineRules}.
 *
 * <p>The fields are unquoted already. Bindy would still turn two quotes into one, so its quote is
 * set to a character that no valid value contains.
 */
@CsvRecord(separator = ",", quote = PayoutRecord.NO_QUOTE)
public class PlainRecord implements PayoutRecord {

  /** The heading of the layout, exactly as in the file. */
  static final String HEADER = "serial_no,payee_account,payee_name,amount,remark";

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

  @Override
  public RawLine toRawLine(long row) {
    return new RawLine(row, serialNo, payeeAccount, payeeName, amount, remark);
  }
}
