package payout.route;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import payout.config.EndpointUri;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.inbox.InboxName;
import payout.ledger.ArchiveName;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.LostFiles;
import payout.ledger.RetakeLedger;
import payout.sftp.SftpFailure;

/**
 * Finds what lies in {@code .done} of the inboxes and was accepted after the last decision that the
 * ledger knows: files that it does not know, and files that wait by what it knows. Changes nothing.
 */
public final class LostArchive {

  private static final String DONE = ".done";

  /** A name that claims a time still to come is no file of ours, and would hide all others. */
  private static final long AHEAD_MS = TimeUnit.MINUTES.toMillis(10);

  private static final int STAMP_AND_DASH = 18;

  private final List<EndpointUri> inboxes;
  private final LostFiles names;
  private final RetakeLedger ledger;

  /** For the inboxes of these settings. */
  public LostArchive(Settings settings, Ledger ledger) {
    this.inboxes = settings.inbox().endpoints();
    this.names = ledger.lostFiles();
    this.ledger = ledger.retakes();
  }

  /** Looks into every inbox. */
  public Found find() {
    Found found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    OptionalLong since = ledger.since();
    for (int i = 0; i < inboxes.size() && since.isPresent(); i++) {
      EndpointUri done = inboxes.get(i).sub(DONE);
      try {
        look(InboxSettings.name(i), done, since.getAsLong(), found);
      } catch (IOException | SftpFailure e) {
        found.unread.add(done + " (" + e.getMessage() + ")");
      }
    }
    // In the order of the decisions: so the newest file that is known says how far this got.
    found.lost.sort(Comparator.comparing(Lost::archived));
    return found;
  }

  private void look(String inbox, EndpointUri done, long since, Found found) throws IOException {
    Map<String, FileRecord> waiting = new HashMap<>();
    ledger
        .waiting(inbox)
        .forEach(
            file ->
                waiting.put(
                    file.archiveName().substring(file.archiveName().indexOf('/') + 1), file));
    long until = ledger.now() + AHEAD_MS;
    List<String> candidates = new ArrayList<>();
    ArchivedNames.each(
        done,
        name -> {
          if (waiting.containsKey(name)) {
            found.waiting.add(waiting.get(name));
          } else if (isCandidate(name, since, until)) {
            candidates.add(name);
          }
        });
    Set<String> unknown = ArchivedNames.unknown(names, candidates);
    unknown.forEach(name -> found.lost.add(new Lost(inbox, done, name)));
  }

  private static boolean isCandidate(String name, long since, long until) {
    return ArchivedNames.isOf(name, since)
        && ArchiveName.timeOf(name).orElse(Long.MAX_VALUE) <= until
        && InboxName.isFileName(name.substring(STAMP_AND_DASH))
        && !name.contains("..");
  }

  /**
   * What was found.
   *
   * @param lost files that the ledger does not know, in the order in which they were decided
   * @param waiting files that wait by the ledger and lie among the accepted ones
   * @param unread folders that could not be read, each with the reason
   */
  public record Found(List<Lost> lost, List<FileRecord> waiting, List<String> unread) {

    /** Whether nothing was lost, as far as the folders that could be read tell. */
    public boolean isEmpty() {
      return lost.isEmpty() && waiting.isEmpty();
    }
  }

  /**
   * A file that the ledger lost.
   *
   * @param inbox the name of its inbox
   * @param folder the folder of the archive
   * @param archived its name there
   */
  public record Lost(String inbox, EndpointUri folder, String archived) {

    /** The name that it had in its inbox. */
    public String name() {
      return archived.substring(STAMP_AND_DASH);
    }

    /** The folder, as a person reads it. */
    public String place() {
      return folder.isRemote() ? folder.toString() : folder.folder().toString();
    }

    /** Where it is, relative to its inbox. */
    String archiveName() {
      return DONE + "/" + archived;
    }
  }
}
