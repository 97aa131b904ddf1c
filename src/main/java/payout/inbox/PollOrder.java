package payout.inbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Which files of a folder come next: a limited number in each poll, the oldest first. Files that
 * were taken before and are still there come last, so that they delay no others.
 *
 * @param <T> a file and its state
 */
public final class PollOrder<T> {

  /**
   * The most files of one poll. Each costs some kilobytes until it is taken, and the folder is
   * listed again for the next ones: 100 000 files take 200 polls.
   */
  public static final int FILES_A_POLL = 500;

  private final int max;
  private Map<String, Long> taken = new HashMap<>();
  private Map<String, Long> stillThere = new HashMap<>();
  private PriorityQueue<Candidate<T>> first = queue();
  private long poll;

  /** No file was taken yet; at most so many in a poll. */
  public PollOrder(int max) {
    this.max = max;
  }

  private static <T> PriorityQueue<Candidate<T>> queue() {
    return new PriorityQueue<>(Candidate.ORDER.reversed());
  }

  /** Adds a file that could be taken. */
  public void offer(String name, long modifiedAt, T file) {
    long turn = taken.getOrDefault(name, 0L);
    if (turn > 0) {
      stillThere.put(name, turn);
    }
    first.add(new Candidate<>(turn, modifiedAt, name, file));
    if (first.size() > max) {
      first.remove();
    }
  }

  /** Returns the files of this poll, in order, and begins the next. */
  public List<T> next() {
    List<Candidate<T>> order = new ArrayList<>(first);
    order.sort(Candidate.ORDER);
    first = queue();
    poll++;
    order.forEach(each -> stillThere.put(each.name, poll));
    taken = stillThere;
    stillThere = new HashMap<>();
    return order.stream().map(each -> each.file).toList();
  }

  private record Candidate<T>(long taken, long modifiedAt, String name, T file) {

    private static final Comparator<Candidate<?>> ORDER =
        Comparator.<Candidate<?>>comparingLong(each -> each.taken)
            .thenComparingLong(each -> each.modifiedAt)
            .thenComparing(each -> each.name);
  }
}
