package payout.config;

import java.util.List;

/** The settings are invalid. Contains every fault as a sentence, none of them with a secret. */
public final class InvalidSettingsException extends RuntimeException {

  private final List<String> faults;

  InvalidSettingsException(List<String> faults) {
    super(message(faults));
    this.faults = List.copyOf(faults);
  }

  /** The faults, one sentence each. */
  public List<String> faults() {
    return faults;
  }

  private static String message(List<String> faults) {
    String count = faults.size() == 1 ? "1 fault" : faults.size() + " faults";
    return "The settings have " + count + ":\n- " + String.join("\n- ", faults);
  }
}
