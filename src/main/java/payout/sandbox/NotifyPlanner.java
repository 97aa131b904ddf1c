package payout.sandbox;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides, when a batch is taken, which notifies it will give rise to: one, or what faults ask. */
final class NotifyPlanner {
  private static final Map<FaultKind, NotifyShape> SHAPES = new LinkedHashMap<>();

  static {
    SHAPES.put(FaultKind.NOTIFY_FAILED_SIDE, NotifyShape.FAILED_SIDE);
    SHAPES.put(FaultKind.NOTIFY_EXTRA_SERIAL, NotifyShape.EXTRA_SERIAL);
    SHAPES.put(FaultKind.NOTIFY_OTHER_AMOUNT, NotifyShape.OTHER_AMOUNT);
    SHAPES.put(FaultKind.NOTIFY_MALFORMED, NotifyShape.MALFORMED);
    SHAPES.put(FaultKind.NOTIFY_STALE_ID, NotifyShape.STALE_ID);
    SHAPES.put(FaultKind.NOTIFY_OTHER_PARTNER, NotifyShape.OTHER_PARTNER);
    SHAPES.put(FaultKind.NOTIFY_BAD_SIGN, NotifyShape.BAD_SIGN);
  }

  private final SecureRandom random = new SecureRandom();

  /** The notifies in the order of the first round; one that is delivered twice stands twice. */
  List<NotifyEntry> plan(String notifyUrl, Set<FaultKind> faults) {
    if (notifyUrl.isEmpty() || faults.contains(FaultKind.NOTIFY_NEVER)) {
      return List.of();
    }
    List<NotifyEntry> once = entries(faults);
    if (!faults.contains(FaultKind.NOTIFY_TWICE)) {
      return once;
    }
    List<NotifyEntry> twice = new ArrayList<>();
    once.forEach(entry -> twice.addAll(List.of(entry, entry)));
    return twice;
  }

  /**
   * A new id. It holds {@code %} and {@code +}, as the document's sample in section 9 does: whoever
   * percent-encodes it twice, or not at all, does not find it again.
   */
  String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return "Rq%2F" + HexFormat.of().formatHex(bytes) + "+v";
  }

  private List<NotifyEntry> entries(Set<FaultKind> faults) {
    String id = newId();
    if (faults.contains(FaultKind.NOTIFY_PARTS)) {
      return two(id, NotifyShape.FIRST_HALF, newId(), NotifyShape.SECOND_HALF);
    }
    if (faults.contains(FaultKind.NOTIFY_PARTS_SAME_ID)) {
      return two(id, NotifyShape.FIRST_HALF, id, NotifyShape.SECOND_HALF);
    }
    if (faults.contains(FaultKind.NOTIFY_PARTS_REVERSED)) {
      return two(id, NotifyShape.SECOND_HALF, newId(), NotifyShape.FIRST_HALF);
    }
    if (faults.contains(FaultKind.NOTIFY_CONTRADICTED)) {
      return two(id, NotifyShape.WHOLE, newId(), NotifyShape.FLIPPED);
    }
    return List.of(new NotifyEntry(id, shape(faults)));
  }

  private static NotifyShape shape(Set<FaultKind> faults) {
    return SHAPES.entrySet().stream()
        .filter(entry -> faults.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(NotifyShape.WHOLE);
  }

  private static List<NotifyEntry> two(
      String id, NotifyShape shape, String otherId, NotifyShape otherShape) {
    return List.of(new NotifyEntry(id, shape), new NotifyEntry(otherId, otherShape));
  }
}
