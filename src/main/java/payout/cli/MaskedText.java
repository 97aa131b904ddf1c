package payout.cli;

import java.util.regex.Pattern;
import payout.status.Masks;

/**
 * Words of persons without whole accounts: the trail holds none by itself, but somebody may have
 * typed one into a reason.
 */
final class MaskedText {

  private static final Pattern ACCOUNT =
      Pattern.compile(
          "[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}.-]+|(?<![0-9A-Za-z])1[0-9]{10}(?![0-9A-Za-z])");

  private MaskedText() {}

  static String of(String text) {
    return ACCOUNT.matcher(text).replaceAll(found -> Masks.account(found.group()));
  }
}
