package payout.notice;

import payout.batch.Money;

/**
 * What a person is told. It holds no account, no name of a payee and no name of a file: a file's
 * name comes from outside, and may hold anything.
 *
 * @param id the same however often it is tried, so that a receiver can leave out what it has
 * @param kind why, such as {@code batch-held}
 * @param node which node tells it
 * @param at when it is told, milliseconds since 1970
 * @param count how many files, batches or results; 0 where nothing is counted
 * @param amount their sum
 * @param since since when, milliseconds since 1970
 * @param title the first words of the text, for the subject of a mail
 * @param text the whole, in one line, without the link
 * @param url the page of the console; empty where its address is not known
 * @param isSandbox whether the money is a simulator's
 */
public record Notice(
    String id,
    String kind,
    String node,
    long at,
    long count,
    Money amount,
    long since,
    String title,
    String text,
    String url,
    boolean isSandbox) {

  /** The text with the link, as it is sent where text is read. */
  public String withLink() {
    return url.isEmpty() ? text : text + "\n" + url;
  }
}
