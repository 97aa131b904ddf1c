package payout.sftp;

import com.jcraft.jsch.ChannelSftp;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.EndpointUri;
import payout.outbox.HiddenOutput;
import payout.outbox.Outbox;

/** An outbox on a server; a connection of its own stays open between files. */
public final class SftpOutbox implements Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(SftpOutbox.class);

  private final SftpCalls calls;
  private final String folder;

  /** An outbox in this folder. */
  public SftpOutbox(EndpointUri folder) {
    this.calls = SftpCalls.of(folder);
    this.folder = folder.directory() + "/";
  }

  @Override
  public void clear(HiddenOutput claim) {
    connected(
        () -> {
          if (calls.isFolder(folder)) {
            calls.list(folder).stream()
                .map(ChannelSftp.LsEntry::getFilename)
                .filter(claim::supersedes)
                .forEach(name -> calls.deleteFile(folder + name));
          }
        });
  }

  @Override
  public void put(HiddenOutput claim, Runnable check) {
    connected(
        () -> {
          check.run();
          calls.renameFile(folder + claim.part(), folder + claim.name());
        });
  }

  @Override
  public void discard(HiddenOutput claim) {
    try {
      connected(() -> calls.deleteFile(folder + claim.part()));
    } catch (SftpFailure e) {
      LOG.debug("{} stays; the next claim of the file removes it.", claim.part(), e);
    }
  }

  /** The server itself decides when a file is on its disk. */
  @Override
  public void sync() {}

  @Override
  public void forget(HiddenOutput claim) {}

  @Override
  public void sweep(Predicate<HiddenOutput> isRecorded) {}

  /** A connection on which a call failed may be dead. */
  private void connected(Runnable work) {
    try {
      calls.connect(null, null);
      work.run();
    } catch (SftpFailure e) {
      calls.disconnect();
      throw e;
    }
  }
}
