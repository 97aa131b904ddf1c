package payout.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
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
 * Camel's SFTP operations over a channel that can be asked for the size and time of one file.
 *
 * <p>The login is Camel's. Camel keeps its own channel private, and a disconnect waits there for
 * the lock of a transfer that hangs; here {@link #disconnect} ends a call of another thread at
 * once. For one thread at a time.
 */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
abstract class SftpConnection extends SftpOperations {

  private static final int CONNECT_TIMEOUT_MS = 10_000;

  /**
   * After so long without an answer the server is asked once whether it is alive, then given up.
   */
  private static final int SILENCE_MS = 30_000;

  private static final int LISTINGS_MAX = 10;

  private final SftpServer server;
  final SftpConfiguration configuration;
  private volatile Session session;
  private volatile ChannelSftp channel;

  /** A connection for an endpoint, which is not opened yet. */
  SftpConnection(SftpServer server, SftpEndpoint endpoint) {
    this.server = server;
    this.configuration = endpoint.getConfiguration();
    setEndpoint(endpoint);
  }

  /**
   * How Camel logs in: the server's key is always checked. Password and passphrase are in the
   * configuration of the endpoint, and never in its URI, which Camel prints.
   */
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
    login.setChmod(folder.options().get("chmod"));
    return login;
  }

  /**
   * Logs in, if need be.
   *
   * @throws SftpFailure when the server does not answer, has another key, or refuses the login
   */
  @Override
  public boolean connect(RemoteFileConfiguration ignored, Exchange exchange) {
    if (!isConnected()) {
      disconnect();
      try {
        session = createSession(configuration);
        session.setUserInfo(null); // it would repeat a wrong password until the server gives up
        session.setPassword(server.password().getBytes(StandardCharsets.UTF_8));
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
          + " contains: it may be another server. Ask its operator.";
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

  /**
   * Everything in a folder. Some servers end a listing with "no such file" when another process
   * moves a file of the folder meanwhile; while the folder is there, it is listed anew.
   */
  List<ChannelSftp.LsEntry> list(String folder) {
    return call(
        "list the folder " + folder,
        sftp -> {
          for (int listings = 1; ; listings++) {
            try {
              return entries(sftp, folder);
            } catch (SftpException e) {
              if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE
                  || listings == LISTINGS_MAX
                  || !isFolder(folder)) {
                throw e;
              }
            }
          }
        });
  }

  private static List<ChannelSftp.LsEntry> entries(ChannelSftp sftp, String folder)
      throws SftpException {
    List<ChannelSftp.LsEntry> entries = new ArrayList<>();
    sftp.ls(
        quoted(folder),
        entry -> {
          entries.add(entry);
          return ChannelSftp.LsEntrySelector.CONTINUE;
        });
    return entries;
  }

  /** The regular files of a folder that have a file's name; none when there is no such folder. */
  List<SftpRemoteFile> files(String folder) {
    return isFolder(folder)
        ? list(folder).stream()
            .filter(entry -> isFile(entry.getAttrs()))
            .filter(entry -> InboxName.isFileName(entry.getFilename()))
            .<SftpRemoteFile>map(SftpRemoteFileJCraft::new)
            .toList()
        : List.of();
  }

  /** A link may lead anywhere, and is none. A server that reports no kinds lists files. */
  static boolean isFile(SftpATTRS attributes) {
    boolean knowsKinds = (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_PERMISSIONS) != 0;
    return knowsKinds ? attributes.isReg() : !attributes.isDir() && !attributes.isLink();
  }

  /** Whether there is a folder of this name. */
  boolean isFolder(String path) {
    return attributes(path).filter(SftpATTRS::isDir).isPresent();
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

  /**
   * Calls the server.
   *
   * @param what what it is to do, for the sentence when it does not
   */
  final <T> T call(String what, Call<T> call) {
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
  static String quoted(String path) {
    return path.replaceAll("[\\\\*?]", "\\\\$0");
  }

  /** A call of the server. */
  @FunctionalInterface
  interface Call<T> {
    T on(ChannelSftp sftp) throws SftpException;
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
