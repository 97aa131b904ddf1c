package payout.ledger;

import java.nio.file.Path;
import java.util.Map;

/**
 * Who runs on a ledger.
 *
 * @param name the name of the node, which no other living one has
 * @param version the version of its program
 * @param partner the number of the payer; a ledger serves one
 * @param common the settings that all nodes of the payer must have alike, by name; a value that
 *     begins with {@code #} is the fingerprint of one that is not shown
 * @param lock a file of the home that its process locks while it lives; null for none
 */
public record NodeIdentity(
    String name, String version, String partner, Map<String, String> common, Path lock) {

  /** A process that can prove of none before it that it is dead. */
  public NodeIdentity(String name, String version, String partner, Map<String, String> common) {
    this(name, version, partner, common, null);
  }

  public NodeIdentity {
    common = Map.copyOf(common);
  }
}
