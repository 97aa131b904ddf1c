package payout.console;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import payout.batch.ChinaClock;

/**
 * What every template needs: the words, the visitor, and how values are shown.
 *
 * @param visit the request
 * @param console what is the same on all pages
 */
public record Page(Visit visit, Frame console) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ChinaClock.CHINA);

  /**
   * What is the same on all pages.
   *
   * @param isSandbox whether no money moves, which every page then says
   * @param payer the account that pays, for the heading
   */
  public record Frame(boolean isSandbox, String payer) {}

  /** A text in the language of the page. */
  public String t(String key, Object... values) {
    return Texts.in(visit.language()).of(key, values);
  }

  /** The text of a constant, such as a state: its key is {@code prefix.CONSTANT}. */
  public String word(String prefix, Enum<?> constant) {
    return t(prefix + "." + constant.name());
  }

  /** The text of a state of what an act concerns, or of the verdict of a statement about it. */
  public String state(String word) {
    String state = known("state", word);
    return state.equals(word) ? known("verdict", word) : state;
  }

  /** The text of a word that the ledger keeps; the word itself where there is no text of it. */
  public String known(String prefix, String word) {
    String key = prefix + "." + word;
    return Texts.in(visit.language()).has(key) ? t(key) : word;
  }

  /** From which state into which; only the latter where nothing was before, or it is the same. */
  public String change(String from, String to) {
    return from.isEmpty() || from.equals(to) ? states(to) : states(from) + " → " + states(to);
  }

  /** A state may have a code of the gateway behind it. */
  private String states(String text) {
    int blank = text.indexOf(' ');
    return blank < 0
        ? known("state", text)
        : known("state", text.substring(0, blank)) + text.substring(blank);
  }

  /** The reason of a fault with this code, in the language of the page where it is known in it. */
  public String reason(String code, String sentence) {
    return Sentences.in(visit.language(), code, sentence);
  }

  /** The reason of a file, which may begin with a code. */
  public String reason(String reason) {
    return Sentences.ofFile(visit.language(), reason);
  }

  /** The language for the page's head. */
  public String languageTag() {
    return visit.language().toLanguageTag();
  }

  /** Whether the page is in Chinese. */
  public boolean isChinese() {
    return visit.language().equals(Locale.SIMPLIFIED_CHINESE);
  }

  /** Whether the visitor has a role, so that a page offers nothing that would be refused. */
  public boolean may(Role role) {
    return visit.visitor().may(role);
  }

  /** Whether somebody is logged in. */
  public boolean isKnown() {
    return visit.visitor().isKnown();
  }

  /** The name of the visitor. */
  public String user() {
    return visit.visitor().name();
  }

  /** A new token for a form on this page. */
  public String token() {
    return FormTokens.next(visit.visitor());
  }

  /** A time in China, without its zone, which the page names; a dash for none. */
  public String time(long millis) {
    if (millis == 0) {
      return "–";
    }
    return TIME.format(Instant.ofEpochMilli(millis));
  }
}
