package payout.statement;

import java.util.List;
import java.util.Optional;

/** Files of the merchant page, and of other pages, that hold no movements that could be matched. */
final class Foreign {

  private Foreign() {}

  /** What the row shows the file to be, as a sentence; empty when it shows nothing. */
  static Optional<String> sentence(List<String> row) {
    List<String> names = row.stream().map(Columns::plain).toList();
    String all = String.join(",", names);
    if (all.contains("支付宝交易记录明细查询") || names.contains("交易分类") || names.contains("收/支")) {
      return Optional.of(
          "This is the export of a personal account (支付宝交易记录明细查询), not a statement of the"
              + " merchant's account. Download 账务明细 (signcustomer) from the merchant page.");
    }
    if (all.contains("业务明细查询")
        || all.contains("业务汇总查询")
        || names.contains("支付宝交易号") && names.contains("完成时间")) {
      return Optional.of(
          "This is 业务明细 (bill_type=trade): it lists trades and holds no payout. Download 账务明细"
              + " (bill_type=signcustomer) from the merchant page.");
    }
    if (all.contains("账务汇总查询") || names.contains("收入笔数")) {
      return Optional.of(
          "This is the summary (账务汇总) of a statement, without its rows. Download 账务明细.");
    }
    return Optional.empty();
  }
}
