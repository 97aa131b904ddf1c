package payout.inbox;

import org.apache.camel.dataformat.bindy.annotation.CsvRecord;
import org.apache.camel.dataformat.bindy.annotation.DataField;

/**
 * A row of the older template of the gateway's merchant page. The lines follow the values that the
 * file states about itself, see {@link StatedValues}, and two headings.
 */
@CsvRecord(separator = ",", quote = PayoutRecord.NO_QUOTE)
public class OldAccountRecord implements PayoutRecord {

  /** The first row: the heading of what the second row states. */
  static final String STATED = "批次号,付款日期,付款人email,账户名称,总金额（元）,总笔数";

  /** The third row: the heading of the lines. */
  static final String COLUMNS = "商户流水号,收款人email,收款人姓名,付款金额（元）,付款理由";

  @DataField(pos = 1, defaultValue = "")
  private String serialNo = "";

  @DataField(pos = 2, defaultValue = "")
  private String payeeAccount = "";

  @DataField(pos = 3, defaultValue = "")
  private String payeeName = "";

  @DataField(pos = 4, defaultValue = "")
  private String amount = "";

  @DataField(pos = 5, defaultValue = "")
  private String reason = "";

  @Override
  public RawLine toRawLine(long row) {
    return new RawLine(row, serialNo, payeeAccount, payeeName, amount, reason);
  }
}
