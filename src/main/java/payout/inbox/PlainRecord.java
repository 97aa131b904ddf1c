package payout.inbox;

import org.apache.camel.dataformat.bindy.annotation.CsvRecord;
import org.apache.camel.dataformat.bindy.annotation.DataField;

/**
 * A row of the plain layout. All fields are text: what they mean is decided by {@link LineRules}.
 *
 * <p>The fields come unquoted. Bindy would make one quote of two all the same, so its quote is set
 * to a letter that no sound value holds.
 */
@CsvRecord(separator = ",", quote = PayoutRecord.NO_QUOTE)
public class PlainRecord implements PayoutRecord {

  /** The heading of the layout, as it must stand in the file. */
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
