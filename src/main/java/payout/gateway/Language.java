package payout.gateway;

/** The languages in which the meaning of a code can be told. */
public enum Language {
  /** English, our own words. */
  EN,
  /** Chinese, the words of the gateway's document where it lists the code. */
  ZH
}
