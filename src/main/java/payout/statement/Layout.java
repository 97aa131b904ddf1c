package payout.statement;

/** The layouts that are read. They differ in their columns, and in what they can show. */
public enum Layout {
  /** 账务明细: every movement of the account on its days, with totals. */
  LEDGER,
  /** 账务组合查询: what somebody searched for on the merchant page; never known to be complete. */
  SEARCH
}
