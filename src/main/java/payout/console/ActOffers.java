package payout.console;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import payout.ledger.ActKind;

/**
 * Which acts a page offers to its visitor: those that the state allows, and for which there is the
 * role. An act that is not offered is refused as well.
 */
public final class ActOffers {

  private static final Set<ActKind> OF_APPROVER =
      EnumSet.of(ActKind.APPROVE, ActKind.EXCEED_LIMIT, ActKind.REJECT);

  private ActOffers() {}

  /** The role that an act takes. */
  static Role role(ActKind kind) {
    return OF_APPROVER.contains(kind) ? Role.APPROVER : Role.OPERATOR;
  }

  /** Whether an act decides on a file, which whoever brought it in must not. */
  static boolean isDecision(ActKind kind) {
    return OF_APPROVER.contains(kind);
  }

  /**
   * The acts to be offered, in their usual order.
   *
   * @param own whether the visitor brought the file in
   */
  public static List<ActKind> of(Page page, Set<ActKind> allowed, boolean own) {
    return allowed.stream()
        .filter(kind -> page.may(role(kind)))
        .filter(kind -> !(own && isDecision(kind)))
        .sorted()
        .toList();
  }

  /** The last part of the address of an act. */
  public static String path(ActKind kind) {
    return kind == ActKind.EXCEED_LIMIT ? DeedPages.word(ActKind.APPROVE) : DeedPages.word(kind);
  }
}
