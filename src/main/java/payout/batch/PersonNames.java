package payout.batch;

import java.text.Normalizer;
import java.util.Locale;

/** Whether two names mean the same person, where one person may not do what another one has to. */
public final class PersonNames {

  private PersonNames() {}

  /**
   * Whether two names mean the same person. Case, width and other compatible forms of a character,
   * blanks and invisible characters make no difference.
   *
   * @return false where one of the names is empty, because that is no person
   */
  public static boolean areSame(String one, String other) {
    String folded = folded(one);
    return !folded.isEmpty() && folded.equals(folded(other));
  }

  /**
   * The form in which names of the same person are equal. Upper case first: some characters are
   * alike in upper case only.
   */
  public static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .replaceAll("[\\p{C}\\p{Z}\\s]", "")
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }
}
