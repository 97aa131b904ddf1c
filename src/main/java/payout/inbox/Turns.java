package payout.inbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Which files of a folder come next: a limited number a look, the oldest first, and those that had
 * a turn before and are still there behind all others, so that they hold up nobody.
 *
 * @param <T> what is known of a file
 */
public final class Turns<T> {

  /**
   * The most files of one look. Each costs some kilobytes from the look to its turn, and the folder
   * is listed anew for the next so many: 100 000 files are 200 looks.
   */
  public static final int FILES_A_LOOK = 500;

  private final int max;
  private Map<String, Long> had = new HashMap<>();
  private Map<String, Long> stillThere = new HashMap<>();
  private PriorityQueue<Candidate<T>> first = queue();
  private long look;

  /** Nobody had a turn yet; at most so many a look. */
  public Turns(int max) {
    this.max = max;
  }

  private static <T> PriorityQueue<Candidate<T>> queue() {
    return new PriorityQueue<>(Candidate.ORDER.reversed());
  }

  /** One more that could have a turn. */
  public void offer(String name, long modifiedAt, T file) {
    long turn = had.getOrDefault(name, 0L);
    if (turn > 0) {
      stillThere.put(name, turn);
    }
    first.add(new Candidate<>(turn, modifiedAt, name, file));
    if (first.size() > max) {
      first.remove();
    }
  }

  /** Gives the turns of this look, in order, and begins the next. */
  public List<T> next() {
    List<Candidate<T>> order = new ArrayList<>(first);
    order.sort(Candidate.ORDER);
    first = queue();
    look++;
    order.forEach(each -> stillThere.put(each.name, look));
    had = stillThere;
    stillThere = new HashMap<>();
    return order.stream().map(each -> each.file).toList();
  }

  private record Candidate<T>(long had, long modifiedAt, String name, T file) {

    private static final Comparator<Candidate<?>> ORDER =
        Comparator.<Candidate<?>>comparingLong(each -> each.had)
            .thenComparingLong(each -> each.modifiedAt)
            .thenComparing(each -> each.name);
  }
}
