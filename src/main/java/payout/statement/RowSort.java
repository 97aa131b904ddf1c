package payout.statement;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sorts the rows of a statement. What is not known to be something else is a payout, because the
 * words for a payout differ from export to export; what could be a fee or a refund is none.
 */
public final class RowSort {

  private static final List<String> FEES = List.of("收费", "服务费");
  private static final List<String> TRADES = List.of("在线支付", "交易付款");
  private static final List<String> OTHERS = List.of("提现", "充值", "分账");
  private static final String FEE_REMARK = "服务费";
  private static final String REFUND = "交易退款";

  private final Set<String> trades = new HashSet<>();

  /** By all rows of a file: a refund has the number of the trade that it refunds. */
  public RowSort(List<StatementRow> rows) {
    for (StatementRow row : rows) {
      if (holdsOneOf(row.type(), TRADES) && !row.businessId().isEmpty()) {
        trades.add(row.businessId());
      }
    }
  }

  /** What a row is. */
  public RowKind kind(StatementRow row) {
    if (holdsOneOf(row.type(), FEES)
        || row.remark().startsWith(FEE_REMARK)
        || row.remark().contains(FEE_REMARK + "[")) {
      return RowKind.FEE;
    }
    if (holdsOneOf(row.type(), TRADES)) {
      return RowKind.OTHER;
    }
    if (row.type().contains(REFUND)
        || row.remark().contains(REFUND)
        || trades.contains(row.businessId())) {
      return RowKind.REFUND;
    }
    if (holdsOneOf(row.type(), OTHERS)) {
      return RowKind.OTHER;
    }
    return row.income() ? RowKind.IN : RowKind.PAYOUT;
  }

  private static boolean holdsOneOf(String text, List<String> words) {
    return words.stream().anyMatch(text::contains);
  }
}
