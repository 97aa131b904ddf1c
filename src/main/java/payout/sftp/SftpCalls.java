package payout.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.file.remote.SftpEndpoint;
import payout.config.EndpointUri;
import payout.config.SftpServer;
import payout.inbox.Fingerprint;

/**
 * What Camel's file consumers and producers do on a server.
 *
 * <p>Camel's own calls read a whole folder to find one file, take {@code *} in a name for a
 * pattern, and overwrite on a rename where the server does. Here a path is always a name, a rename
 * overwrites nothing, and sizes are read back.
 */
class SftpCalls extends SftpConnection {

  /** Calls for an endpoint. */
  SftpCalls(SftpServer server, SftpEndpoint endpoint) {
    super(server, endpoint);
  }

  /** Calls for a folder outside of any route. */
  static SftpCalls of(EndpointUri folder) {
    return new SftpCalls(
        folder.server(), new SftpEndpoint(folder.toString(), null, configuration(folder)));
  }

  /** Reads a file, or as many of its first bytes. */
  void read(String path, long bytesMax, OutputStream to) {
    call(
        "read " + path,
        sftp -> {
          if (bytesMax == Long.MAX_VALUE) {
            sftp.get(quoted(path), to);
            return null;
          }
          try (InputStream in = sftp.get(quoted(path))) {
            to.write(in.readNBytes((int) bytesMax));
          } catch (IOException e) {
            throw new SftpException(ChannelSftp.SSH_FX_FAILURE, e.getMessage(), e);
          }
          return null;
        });
  }

  /** Writes a file, over one that has its name, and reads its size back. */
  @Override
  public boolean storeFile(String name, Exchange exchange, long size) {
    Sent sent = new Sent();
    try (InputStream in = exchange.getIn().getMandatoryBody(InputStream.class)) {
      call(
          "write " + name,
          sftp -> {
            sftp.put(in, quoted(name), sent, ChannelSftp.OVERWRITE);
            if (configuration.getChmod() != null) {
              sftp.chmod(Integer.parseInt(configuration.getChmod(), 8), quoted(name));
            }
            return null;
          });
    } catch (IOException | InvalidPayloadException e) {
      throw new SftpFailure("The file for " + name + " cannot be read.", e);
    }
    requireSize(name, sent.bytes);
    return true;
  }

  private void requireSize(String name, long size) {
    long there = stat(name).map(Stat::size).orElse(-1L);
    if (there != size) {
      throw new SftpFailure(
          "The server has "
              + (there < 0 ? "no file " + name : there + " bytes of " + name)
              + ", and "
              + size
              + " bytes were written; the file was not delivered.");
    }
  }

  /** Deletes a file; one that is gone may have been deleted by another process. */
  @Override
  public boolean deleteFile(String path) {
    call(
        "remove " + path,
        sftp -> {
          try {
            sftp.rm(quoted(path));
          } catch (SftpException e) {
            if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
              throw e;
            }
          }
          return null;
        });
    return true;
  }

  /** Creates a folder and those above it that are missing. */
  @Override
  public boolean buildDirectory(String folder, boolean absolute) {
    for (int end = folder.indexOf('/', 1); end >= 0; end = folder.indexOf('/', end + 1)) {
      makeFolder(folder.substring(0, end));
    }
    makeFolder(folder);
    return true;
  }

  /** Another process may make it at the same time. */
  private void makeFolder(String folder) {
    if (stat(folder).isPresent()) {
      return;
    }
    try {
      call(
          "make the folder " + folder,
          sftp -> {
            sftp.mkdir(quoted(folder));
            return null;
          });
    } catch (SftpFailure e) {
      if (stat(folder).isEmpty()) {
        throw e;
      }
    }
  }

  /**
   * Renames, and overwrites nothing: where the same content has the new name already, the old one
   * is dropped, as when a reply was lost. A rename counts only when its result is seen.
   */
  @Override
  public boolean renameFile(String from, String to) {
    Stat before =
        stat(from)
            .orElseThrow(() -> new SftpFailure("There is no file " + from + " to be renamed."));
    if (stat(to).isEmpty()) {
      rename(from, to);
      requireSize(to, before.size());
    } else if (isSame(from, to)) {
      deleteFile(from);
    } else {
      throw new SftpFailure(
          "The server has a file "
              + to
              + " with other content already; it is not overwritten. Move it away.");
    }
    return true;
  }

  /** Renames; some servers overwrite what has the new name, so the caller checks before. */
  void rename(String from, String to) {
    call(
        "rename " + from + " to " + to,
        sftp -> {
          sftp.rename(quoted(from), quoted(to));
          return null;
        });
  }

  /** Compares two files by their bytes, in constant memory. */
  private boolean isSame(String one, String other) {
    return stat(one).map(Stat::size).equals(stat(other).map(Stat::size))
        && MessageDigest.isEqual(digest(one), digest(other));
  }

  private byte[] digest(String path) {
    MessageDigest digest = Fingerprint.newDigest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      read(path, Long.MAX_VALUE, out);
      return digest.digest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts what was sent. */
  private static final class Sent implements SftpProgressMonitor {

    private long bytes;

    @Override
    public void init(int operation, String source, String destination, long max) {}

    @Override
    public boolean count(long more) {
      bytes += more;
      return true;
    }

    @Override
    public void end() {}
  }
}
