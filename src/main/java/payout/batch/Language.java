package payout.batch;

/** The languages of the reports. */
public enum Language {
  /** English, in our own words. */
  EN,
  /** Chinese, in the words of the gateway's document where it lists the code. */
  ZH
}
