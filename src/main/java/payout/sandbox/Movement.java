package payout.sandbox;

import java.math.BigDecimal;
import java.time.LocalDateTime;

/**
 * One movement of the payer's account, as a statement lists it.
 *
 * @param bookingNo the number of the booking, 14 digits, the same in every statement
 * @param innerSerial the gateway's number of the line, 16 digits; old statements show it as the
 *     business number
 * @param orderNo the merchant's number; may be empty
 * @param at when it was booked, in China, to the second
 * @param payeeName the other side; empty for a fee
 * @param payeeAccount its account; empty for a fee
 * @param amount yuan; more than zero when it came in, less when it went out
 * @param kind what it is
 * @param remark as the merchant wrote it; that of a fee and of a refund is made from the kind
 */
record Movement(
    String bookingNo,
    String innerSerial,
    String orderNo,
    LocalDateTime at,
    String payeeName,
    String payeeAccount,
    BigDecimal amount,
    Kind kind,
    String remark) {

  /** What a movement is, in the words of both families of layouts. */
  enum Kind {
    PAYOUT("转账", "代扣款-普通账户转账"),
    FEE("收费", "服务费"),
    RETURN("转账", "转账"),
    TRADE("在线支付", "在线支付"),
    REFUND("转账", "交易退款");

    private final String ledgerType;
    private final String searchType;

    Kind(String ledgerType, String searchType) {
      this.ledgerType = ledgerType;
      this.searchType = searchType;
    }
  }

  boolean isIncome() {
    return amount.signum() > 0;
  }

  String in() {
    return isIncome() ? amount.toPlainString() : "0.00";
  }

  /** What went out, with a minus as newer statements have it. */
  String out() {
    return isIncome() ? "0.00" : amount.toPlainString();
  }

  /** What went out, without a sign as old statements have it. */
  String outUnsigned() {
    return isIncome() ? "0.00" : amount.abs().toPlainString();
  }

  String ledgerType() {
    return kind.ledgerType;
  }

  String searchType() {
    return kind.searchType;
  }

  /** A business number of 28 digits, which newer statements have. */
  String longBusinessNo() {
    return innerSerial.substring(0, 8) + "110070001500" + innerSerial.substring(8);
  }

  String remark(String businessNo) {
    return switch (kind) {
      case FEE -> "服务费[" + businessNo + "]";
      case RETURN -> "退回";
      case REFUND -> "交易退款";
      case PAYOUT, TRADE -> remark;
    };
  }

  /** {@code 张三 (a@example.com)}. */
  String payee() {
    return payeeName.isEmpty() ? " " : payeeName + " (" + payeeAccount + ")";
  }

  /** {@code 张*(a*@******.com)}. */
  String maskedPayee() {
    return payeeName.isEmpty() ? " " : maskedName() + "(" + maskedAccount() + ")";
  }

  String maskedName() {
    return payeeName.isEmpty()
        ? " "
        : payeeName.substring(0, payeeName.offsetByCodePoints(0, 1)) + "*";
  }

  String maskedAccount() {
    if (payeeAccount.isEmpty()) {
      return " ";
    }
    int at = payeeAccount.indexOf('@');
    if (at < 1) {
      return payeeAccount.substring(0, Math.min(3, payeeAccount.length())) + "******";
    }
    String host = payeeAccount.substring(at);
    String end = host.substring(Math.max(1, host.lastIndexOf('.')));
    return payeeAccount.charAt(0) + "*@******" + end;
  }

  /** Without the payee, who must not be logged. */
  @Override
  public String toString() {
    return "Movement[" + bookingNo + ", " + amount + ", " + kind + "]";
  }
}
