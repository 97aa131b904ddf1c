package payout.route;

import java.io.File;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import payout.batch.ChinaClock;
import payout.config.Settings;

/**
 * Says which files of an inbox are complete payout files.
 *
 * <p>Left alone: names that start with a dot or end as half-written files do, and what changed a
 * moment ago or lacks its done-file. Camel's own read locks take half a file from a writer that
 * pauses, or skip an empty one, which must be refused aloud. What a server lists was found complete
 * already.
 */
public final class InboxFilter implements GenericFileFilter<Object> {

  /** What a done-file has behind the name of its file. */
  static final String DONE = ".done";

  /** How much older than its file a done-file may be; an older one belongs to an earlier file. */
  private static final long DONE_SLACK_MS = 60_000;

  private static final String[] UNFINISHED = {".tmp", ".part", ".filepart", DONE};

  private final ChinaClock clock;
  private final Settings.Ready ready;
  private final long ageMinMs;

  /**
   * A filter.
   *
   * @param ageMinMs how long ago the last change of a complete file is; 0: any time
   */
  public InboxFilter(ChinaClock clock, Settings.Ready ready, long ageMinMs) {
    this.clock = clock;
    this.ready = ready;
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
    return !(file.getFile() instanceof File local) || isComplete(local);
  }

  private boolean isComplete(File file) {
    if (ready == Settings.Ready.DONE_FILE) {
      File done = new File(file.getPath() + DONE);
      return done.isFile() && done.lastModified() >= file.lastModified() - DONE_SLACK_MS;
    }
    return ageMinMs == 0 || clock.millis() - file.lastModified() >= ageMinMs;
  }
}
