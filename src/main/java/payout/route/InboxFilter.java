package payout.route;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import payout.batch.ChinaClock;

/**
 * Says which files of an inbox are complete payout files.
 *
 * <p>Left alone: names that start with a dot or end as half-written files do, and what changed a
 * moment ago. Camel's own read locks take half a file from a writer that pauses, or skip an empty
 * one, which must be refused aloud.
 */
public final class InboxFilter implements GenericFileFilter<Object> {

  private static final String[] UNFINISHED = {".tmp", ".part", ".filepart", ".done"};

  private final ChinaClock clock;
  private final long ageMinMs;

  /**
   * A filter.
   *
   * @param ageMinMs how long ago the last change of a complete file is; 0: any time
   */
  public InboxFilter(ChinaClock clock, long ageMinMs) {
    this.clock = clock;
    this.ageMinMs = ageMinMs;
  }

  @Override
  public boolean accept(GenericFile<Object> file) {
    if (file.isDirectory() || file.getFileNameOnly().startsWith(".")) {
      return false;
    }
    for (String end : UNFINISHED) {
      if (file.getFileNameOnly().endsWith(end)) {
        return false;
      }
    }
    return ageMinMs == 0 || clock.millis() - file.getLastModified() >= ageMinMs;
  }
}
