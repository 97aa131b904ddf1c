package payout.sftp;

import com.jcraft.jsch.ChannelSftp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.component.file.remote.SftpRemoteFileJCraft;
import payout.inbox.Completeness;
import payout.inbox.InboxName;
import payout.inbox.PollOrder;
import payout.inbox.SkippedFiles;

/**
 * Which files in a server's folder are complete payout files, and which of them come next. Names,
 * completeness and turns follow the rules of a folder of this machine; servers report whole seconds
 * only.
 */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
final class Listing {

  private final String folder;
  private final Completeness completeness;
  private final SkippedFiles skipped;
  private final Consumer<String> alarm;
  private final PollOrder<SftpRemoteFile> turns = new PollOrder<>(PollOrder.FILES_A_POLL);

  /**
   * A listing without memory yet.
   *
   * @param folder where the files are, for sentences
   * @param alarm receives a sentence about each file that is left alone
   */
  Listing(String folder, Completeness completeness, Consumer<String> alarm) {
    this.folder = folder;
    this.completeness = completeness;
    this.skipped = new SkippedFiles(alarm);
    this.alarm = alarm;
  }

  /** The complete files among these entries, which are all of the folder. */
  SftpRemoteFile[] complete(List<ChannelSftp.LsEntry> entries) {
    Map<String, SftpConnection.Stat> done = new HashMap<>();
    for (ChannelSftp.LsEntry entry : entries) {
      if (entry.getFilename().endsWith(InboxName.DONE) && SftpConnection.isFile(entry.getAttrs())) {
        done.put(entry.getFilename(), SftpConnection.Stat.of(entry.getAttrs()));
      }
    }
    completeness.startPoll();
    for (ChannelSftp.LsEntry entry : entries) {
      if (SftpConnection.isFile(entry.getAttrs()) && isPayoutFile(entry.getFilename())) {
        offer(entry, done.get(entry.getFilename() + InboxName.DONE));
      }
    }
    skipped.endPoll();
    completeness
        .withoutDoneFile()
        .forEach(name -> alarm.accept(Completeness.missingDoneFile(name, folder)));
    return turns.next().toArray(SftpRemoteFile[]::new);
  }

  private void offer(ChannelSftp.LsEntry entry, SftpConnection.Stat done) {
    String name = entry.getFilename();
    SftpConnection.Stat state = SftpConnection.Stat.of(entry.getAttrs());
    Long doneAt = done == null ? null : done.modifiedAt();
    if (completeness.isComplete(name, state, state.modifiedAt(), doneAt)) {
      turns.offer(name, state.modifiedAt(), new SftpRemoteFileJCraft(entry));
    }
  }

  private boolean isPayoutFile(String name) {
    if (!InboxName.isFileName(name) || name.contains("..")) {
      skipped.add(
          "The file "
              + InboxName.shown(name)
              + " in "
              + folder
              + " has a name with a slash, a backslash, two dots in a row or a character that"
              + " cannot be seen. It is not taken; rename it on the server.");
      return false;
    }
    return !InboxName.isIgnored(name);
  }
}
