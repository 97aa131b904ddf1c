package payout.config;

/**
 * A value that a setting cannot have. The message is the part of a sentence that follows the value;
 * it is empty when there is nothing to add to what is allowed.
 */
final class RefusedValueException extends Exception {

  RefusedValueException() {
    this("");
  }

  RefusedValueException(String reason) {
    super(reason, null, false, false);
  }

  boolean hasReason() {
    return !getMessage().isEmpty();
  }
}
