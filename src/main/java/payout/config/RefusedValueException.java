package payout.config;

/**
 * A value that a setting cannot take. The message is the part of a sentence that follows the value,
 * or empty when there is nothing to add to what is allowed.
 */
final class RefusedValueException extends Exception {

  RefusedValueException() {
    this("");
  }

  RefusedValueException(String why) {
    super(why, null, false, false);
  }

  boolean saysWhy() {
    return !getMessage().isEmpty();
  }
}
