package payout.sandbox;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides, when a batch is taken, which notifies it will have: one, or what the faults require. */
final class NotifyPlanner {
  private static final Map<FaultKind, NotifyEntry.Shape> SHAPES = new LinkedHashMap<>();

  static {
    SHAPES.put(FaultKind.NOTIFY_FAILED_SIDE, NotifyEntry.Shape.FAILED_SIDE);
    SHAPES.put(FaultKind.NOTIFY_EXTRA_SERIAL, NotifyEntry.Shape.EXTRA_SERIAL);
    SHAPES.put(FaultKind.NOTIFY_OTHER_AMOUNT, NotifyEntry.Shape.OTHER_AMOUNT);
    SHAPES.put(FaultKind.NOTIFY_MALFORMED, NotifyEntry.Shape.MALFORMED);
    SHAPES.put(FaultKind.NOTIFY_STALE_ID, NotifyEntry.Shape.STALE_ID);
    SHAPES.put(FaultKind.NOTIFY_OTHER_PARTNER, NotifyEntry.Shape.OTHER_PARTNER);
    SHAPES.put(FaultKind.NOTIFY_BAD_SIGN, NotifyEntry.Shape.BAD_SIGN);
  }

  private final SecureRandom random = new SecureRandom();

  /** The notifies in the order of the first round; one that is delivered twice is listed twice. */
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
   * A new id. It contains {@code %} and {@code +}, like the sample in section 9 of the document: a
   * caller that percent-encodes it twice, or not at all, does not find it.
   */
  String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return "Rq%2F" + HexFormat.of().formatHex(bytes) + "+v";
  }

  private List<NotifyEntry> entries(Set<FaultKind> faults) {
    String id = newId();
    if (faults.contains(FaultKind.NOTIFY_PARTS)) {
      return two(id, NotifyEntry.Shape.FIRST_HALF, newId(), NotifyEntry.Shape.SECOND_HALF);
    }
    if (faults.contains(FaultKind.NOTIFY_PARTS_SAME_ID)) {
      return two(id, NotifyEntry.Shape.FIRST_HALF, id, NotifyEntry.Shape.SECOND_HALF);
    }
    if (faults.contains(FaultKind.NOTIFY_PARTS_REVERSED)) {
      return two(id, NotifyEntry.Shape.SECOND_HALF, newId(), NotifyEntry.Shape.FIRST_HALF);
    }
    if (faults.contains(FaultKind.NOTIFY_CONTRADICTED)) {
      return two(id, NotifyEntry.Shape.WHOLE, newId(), NotifyEntry.Shape.FLIPPED);
    }
    return List.of(new NotifyEntry(id, shape(faults)));
  }

  private static NotifyEntry.Shape shape(Set<FaultKind> faults) {
    return SHAPES.entrySet().stream()
        .filter(entry -> faults.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(NotifyEntry.Shape.WHOLE);
  }

  private static List<NotifyEntry> two(
      String id, NotifyEntry.Shape shape, String otherId, NotifyEntry.Shape otherShape) {
    return List.of(new NotifyEntry(id, shape), new NotifyEntry(otherId, otherShape));
  }
}
