package payout.batch;

/** The languages in which people are spoken to. */
public enum Language {
  /** English, our own words. */
  EN,
  /** Chinese, the words of the gateway's document where it lists the code. */
  ZH
}
