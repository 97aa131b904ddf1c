package payout.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do. Every role may read. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Brings in files. */
  SUBMITTER,
  /** Approves and rejects files that somebody else brought in. */
  APPROVER,
  /** Holds, releases, sends again and settles batches. */
  OPERATOR;

  /** How it is written in the file of users and in commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a word; empty for any other word. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
