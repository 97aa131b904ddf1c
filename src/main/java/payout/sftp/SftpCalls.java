package payout.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.remote.RemoteFileConfiguration;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.component.file.remote.SftpRemoteFileJCraft;
import payout.config.EndpointUri;
import payout.config.SftpServer;
import payout.inbox.InboxName;

/**
 * Camel's SFTP operations with a channel that can be asked for the size and time of one file.
 *
 * <p>The login is Camel's. Its calls are not: Camel keeps its channel private, reads a whole folder
 * to find one file, takes {@code *} in a name for a pattern, and lets a disconnect wait for the
 * lock of a transfer that hangs. Here a path is always a name, a rename overwrites nothing, sizes
 * are read back, and {@link #disconnect} ends a call of another thread at once. For one thread at a
 * time.
 */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
class SftpCalls extends SftpOperations {

  private static final int CONNECT_TIMEOUT_MS = 10_000;

  /** After so long without a word the server is asked once whether it lives, then given up. */
  private static final int SILENCE_MS = 30_000;

  private final SftpServer server;
  private final SftpConfiguration configuration;
  private volatile Session session;
  private volatile ChannelSftp channel;

  /** Calls for an endpoint. */
  SftpCalls(SftpServer server, SftpEndpoint endpoint) {
    this.server = server;
    this.configuration = endpoint.getConfiguration();
    setEndpoint(endpoint);
  }

  /** Calls for a folder outside of any route. */
  static SftpCalls of(EndpointUri folder) {
    return new SftpCalls(
        folder.server(), new SftpEndpoint(folder.toString(), null, configuration(folder)));
  }

  /** How Camel logs in: the server's key is always checked, and no secret is in an endpoint. */
  static SftpConfiguration configuration(EndpointUri folder) {
    SftpServer server = folder.server();
    SftpConfiguration login = new SftpConfiguration(URI.create(folder.toString()));
    login.setDirectory(folder.directory());
    login.setUsername(server.user());
    login.setKnownHostsFile(server.knownHostsFile());
    login.setUseUserKnownHostsFile(false);
    login.setStrictHostKeyChecking("yes");
    login.setPreferredAuthentications("publickey,keyboard-interactive,password");
    if (!server.privateKeyFile().isEmpty()) {
      login.setPrivateKeyFile(server.privateKeyFile());
      login.setPrivateKeyPassphrase(server.privateKeyPassphrase());
    }
    if (server.password().isEmpty()) {
      login.setPreferredAuthentications("publickey");
    } else {
      login.setPassword(server.password());
    }
    login.setConnectTimeout(CONNECT_TIMEOUT_MS);
    login.setSoTimeout(SILENCE_MS);
    login.setJschLoggingLevel(LoggingLevel.OFF);
    login.setStepwise(false);
    return login;
  }

  /**
   * Logs in, if need be.
   *
   * @throws SftpFailure when the server is away, has another key, or refuses the login
   */
  @Override
  public boolean connect(RemoteFileConfiguration ignored, Exchange exchange) {
    if (!isConnected()) {
      disconnect();
      try {
        session = createSession(configuration);
        session.setDaemonThread(true);
        session.connect(CONNECT_TIMEOUT_MS);
        ChannelSftp opened = (ChannelSftp) session.openChannel("sftp");
        opened.connect(CONNECT_TIMEOUT_MS);
        channel = opened;
      } catch (JSchException e) {
        disconnect();
        throw new SftpFailure(whyNotConnected(e), e);
      }
    }
    return true;
  }

  private String whyNotConnected(JSchException e) {
    if (e instanceof JSchUnknownHostKeyException) {
      return "The key of the server "
          + server
          + " is not in "
          + server.knownHostsFile()
          + "; ask its operator for the key, and put it there.";
    }
    if (e instanceof JSchChangedHostKeyException) {
      return "The server "
          + server
          + " shows another key than "
          + server.knownHostsFile()
          + " has: it may not be the server that it should be. Ask its operator.";
    }
    return "There is no connection to the server " + server + ": " + e.getMessage() + ".";
  }

  @Override
  public boolean isConnected() {
    ChannelSftp open = channel;
    return open != null && open.isConnected();
  }

  @Override
  public void disconnect() {
    Session old = session;
    session = null;
    channel = null;
    if (old != null) {
      old.disconnect();
    }
  }

  @Override
  public void forceDisconnect() {
    disconnect();
  }

  @Override
  public boolean sendNoop() {
    return isConnected();
  }

  /** Everything in a folder. */
  List<ChannelSftp.LsEntry> list(String folder) {
    return call(
        "list the folder " + folder,
        sftp -> {
          List<ChannelSftp.LsEntry> entries = new ArrayList<>();
          sftp.ls(
              quoted(folder),
              entry -> {
                entries.add(entry);
                return ChannelSftp.LsEntrySelector.CONTINUE;
              });
          return entries;
        });
  }

  /** The regular files of a folder that have a file's name; none when there is no such folder. */
  List<SftpRemoteFile> files(String folder) {
    return attributes(folder).filter(SftpATTRS::isDir).isEmpty()
        ? List.of()
        : list(folder).stream()
            .filter(entry -> isFile(entry.getAttrs()))
            .filter(entry -> InboxName.isFileName(entry.getFilename()))
            .<SftpRemoteFile>map(SftpRemoteFileJCraft::new)
            .toList();
  }

  /** A link may lead anywhere, and is none. A server that reports no kinds lists files. */
  static boolean isFile(SftpATTRS attributes) {
    boolean knowsKinds = (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_PERMISSIONS) != 0;
    return knowsKinds ? attributes.isReg() : !attributes.isDir() && !attributes.isLink();
  }

  /** Size and time of a file; empty when nothing has that name. */
  Optional<Stat> stat(String path) {
    return attributes(path).map(Stat::of);
  }

  private Optional<SftpATTRS> attributes(String path) {
    return call(
        "stat " + path,
        sftp -> {
          try {
            return Optional.of(sftp.stat(quoted(path)));
          } catch (SftpException e) {
            if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public boolean existsFile(String path) {
    return stat(path).isPresent();
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
              + " bytes were written; that is no delivery.");
    }
  }

  @Override
  public boolean deleteFile(String path) {
    call(
        "remove " + path,
        sftp -> {
          sftp.rm(quoted(path));
          return null;
        });
    return true;
  }

  /** Makes a folder and those above it, as far as they are missing. */
  @Override
  public boolean buildDirectory(String folder, boolean absolute) {
    for (int end = folder.indexOf('/', 1); end >= 0; end = folder.indexOf('/', end + 1)) {
      makeFolder(folder.substring(0, end));
    }
    makeFolder(folder);
    return true;
  }

  private void makeFolder(String folder) {
    if (stat(folder).isEmpty()) {
      call(
          "make the folder " + folder,
          sftp -> {
            sftp.mkdir(quoted(folder));
            return null;
          });
    }
  }

  /**
   * Renames, and overwrites nothing: where the same content has the new name already, the old one
   * is dropped, as when a reply was lost. A rename is believed only when it is seen.
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
              + " of other content already; it is not overwritten. Move it away.");
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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        read(path, Long.MAX_VALUE, out);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T call(String what, Call<T> call) {
    ChannelSftp open = channel;
    if (open == null) {
      throw new SftpFailure("There is no connection to the server " + server + ".");
    }
    try {
      return call.on(open);
    } catch (SftpException e) {
      String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
      throw new SftpFailure("The server " + server + " did not " + what + reason + ".", e);
    }
  }

  /** The library would take these characters for a pattern. */
  private static String quoted(String path) {
    return path.replaceAll("[\\\\*?]", "\\\\$0");
  }

  /** A call of the server. */
  @FunctionalInterface
  private interface Call<T> {
    T on(ChannelSftp sftp) throws SftpException;
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

  /**
   * Size and time of a file on a server.
   *
   * @param size in bytes
   * @param modifiedAt its last change by the server's clock, in whole seconds, given in
   *     milliseconds since 1970
   */
  record Stat(long size, long modifiedAt) {

    static Stat of(SftpATTRS attributes) {
      return new Stat(attributes.getSize(), Integer.toUnsignedLong(attributes.getMTime()) * 1000);
    }
  }
}
