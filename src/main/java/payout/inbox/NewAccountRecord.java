package payout.inbox;

import org.apache.camel.dataformat.bindy.annotation.CsvRecord;
import org.apache.camel.dataformat.bindy.annotation.DataField;

/**
 * A row of the newer template of the gateway's merchant page. It has no serial number, only a row
 * number, which is ignored; see {@link GeneratedSerials}.
 */
@CsvRecord(separator = ",", quote = PayoutRecord.NO_QUOTE)
public class NewAccountRecord implements PayoutRecord {

  /** The first row. */
  static final String TITLE = "支付宝批量付款文件模板（前面两行请勿删除）";

  /** The second row: the heading of the lines. */
  static final String COLUMNS = "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）";

  @DataField(pos = 1, defaultValue = "")
  private String rowNumber = "";

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
    return new RawLine(row, rowNumber, payeeAccount, payeeName, amount, remark);
  }
}
