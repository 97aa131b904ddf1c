package payout.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpATTRS;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.component.file.remote.SftpRemoteFileJCraft;

/**
 * What of a server's folder is a complete payout file.
 *
 * <p>How long ago a file changed is measured from when we first saw it so, by our own clock: the
 * server's may be wrong by hours, and tells whole seconds only.
 */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
final class Listing {

  private static final String DONE = ".done";

  /** How much older than its file a done-file may be; an older one belongs to an earlier file. */
  private static final long DONE_SLACK_MS = 60_000;

  private final Completeness completeness;
  private final LongSupplier nanos;
  private final Consumer<String> refused;
  private Map<String, Seen> seen = new HashMap<>();

  /**
   * A listing without memory yet.
   *
   * @param nanos a clock that only counts, nanoseconds
   * @param refused hears names that cannot be a file's in a folder
   */
  Listing(Completeness completeness, LongSupplier nanos, Consumer<String> refused) {
    this.completeness = completeness;
    this.nanos = nanos;
    this.refused = refused;
  }

  /** The complete files among these entries, which are all of the folder. */
  SftpRemoteFile[] complete(List<ChannelSftp.LsEntry> entries) {
    Map<String, RemoteFileState> files = new HashMap<>();
    List<ChannelSftp.LsEntry> sound = new ArrayList<>();
    for (ChannelSftp.LsEntry entry : entries) {
      if (isFile(entry.getAttrs()) && isSound(entry.getFilename())) {
        sound.add(entry);
        files.put(entry.getFilename(), RemoteFileState.of(entry.getAttrs()));
      }
    }
    remember(files);
    return sound.stream()
        .filter(entry -> isComplete(entry.getFilename(), files))
        .map(SftpRemoteFileJCraft::new)
        .toArray(SftpRemoteFile[]::new);
  }

  /** Whether a name that a server gave is that of a file in its folder, and nothing else. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && !name.contains("..")
        && name.chars().noneMatch(letter -> letter == '/' || letter == '\\' || letter < ' ');
  }

  /** Hidden names are the program's own, or those of other programs. */
  private boolean isSound(String name) {
    if (name.startsWith(".") && isName(name.substring(1))) {
      return false;
    }
    if (name.equals("..")) {
      return false;
    }
    if (!isName(name)) {
      refused.accept(name);
      return false;
    }
    return true;
  }

  /** A link may lead anywhere, and is none. A server that tells no kinds lists files. */
  static boolean isFile(SftpATTRS attributes) {
    boolean knowsKinds = (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_PERMISSIONS) != 0;
    return knowsKinds ? attributes.isReg() : !attributes.isDir() && !attributes.isLink();
  }

  private void remember(Map<String, RemoteFileState> files) {
    long now = nanos.getAsLong();
    Map<String, Seen> next = new HashMap<>();
    files.forEach(
        (name, state) -> {
          Seen before = seen.get(name);
          next.put(
              name, before != null && before.state.equals(state) ? before : new Seen(state, now));
        });
    seen = next;
  }

  private boolean isComplete(String name, Map<String, RemoteFileState> files) {
    if (completeness.byDoneFile()) {
      RemoteFileState done = files.get(name + DONE);
      return done != null && done.modifiedAt() >= files.get(name).modifiedAt() - DONE_SLACK_MS;
    }
    long since = nanos.getAsLong() - seen.get(name).since;
    return since >= TimeUnit.MILLISECONDS.toNanos(completeness.ageMinMs());
  }

  /**
   * How it is known that a file is complete.
   *
   * @param byDoneFile whether {@code <name>.done} lies beside it
   * @param ageMinMs else, for how long nothing about it changed
   */
  record Completeness(boolean byDoneFile, long ageMinMs) {}

  private record Seen(RemoteFileState state, long since) {}
}
