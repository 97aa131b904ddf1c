package payout.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import payout.config.SftpServer;

/**
 * A connection to an SFTP server, for one thread at a time; another may close it.
 *
 * <p>Every path is a name and never a pattern: the library below would else delete or fetch all
 * that {@code *} means.
 */
final class SftpConnection implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MS = 10_000;

  /** How long a server may be silent; then it is asked once whether it lives, and given up. */
  private static final int SILENCE_MS = 30_000;

  private final SftpServer server;
  private volatile Session session;
  private volatile ChannelSftp channel;

  SftpConnection(SftpServer server) {
    this.server = server;
  }

  boolean isOpen() {
    ChannelSftp open = channel;
    return open != null && open.isConnected();
  }

  /**
   * Logs in, if need be.
   *
   * @throws SftpFailure when the server is away, has another key, or refuses us
   */
  void open() {
    if (isOpen()) {
      return;
    }
    close();
    try {
      session = login();
      session.connect(CONNECT_TIMEOUT_MS);
      ChannelSftp opened = (ChannelSftp) session.openChannel("sftp");
      opened.connect(CONNECT_TIMEOUT_MS);
      channel = opened;
    } catch (JSchException e) {
      close();
      throw new SftpFailure(whyNotOpen(e), e);
    }
  }

  @Override
  public void close() {
    Session old = session;
    session = null;
    channel = null;
    if (old != null) {
      old.disconnect();
    }
  }

  /** All that lies in a folder. */
  List<ChannelSftp.LsEntry> list(String folder) {
    List<ChannelSftp.LsEntry> entries = new ArrayList<>();
    run(
        "look into the folder " + folder,
        sftp ->
            sftp.ls(
                quoted(folder),
                entry -> {
                  entries.add(entry);
                  return ChannelSftp.LsEntrySelector.CONTINUE;
                }));
    return entries;
  }

  /** Size and time of a file; empty when nothing has that name. */
  Optional<RemoteFileState> stat(String path) {
    return attributes(path).map(RemoteFileState::of);
  }

  /** Whether there is a folder of this name. */
  boolean isFolder(String path) {
    return attributes(path).map(SftpATTRS::isDir).orElse(false);
  }

  private Optional<SftpATTRS> attributes(String path) {
    return call(
        "look at " + path,
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

  void get(String path, OutputStream to) {
    run("read " + path, sftp -> sftp.get(quoted(path), to));
  }

  /** Reads the first bytes of a file. */
  void getStart(String path, int bytes, OutputStream to) {
    run(
        "read " + path,
        sftp -> {
          try (InputStream in = sftp.get(quoted(path))) {
            to.write(in.readNBytes(bytes));
          } catch (IOException e) {
            throw new SftpException(ChannelSftp.SSH_FX_FAILURE, e.getMessage(), e);
          }
        });
  }

  /** Writes a file, over one that has its name. */
  void put(InputStream from, String path) {
    run("write " + path, sftp -> sftp.put(from, quoted(path), ChannelSftp.OVERWRITE));
  }

  void chmod(int mode, String path) {
    run("set the permission of " + path, sftp -> sftp.chmod(mode, quoted(path)));
  }

  /** Renames; some servers overwrite what has the new name, so the caller looks before. */
  void rename(String from, String to) {
    run("rename " + from + " to " + to, sftp -> sftp.rename(quoted(from), quoted(to)));
  }

  void remove(String path) {
    run("remove " + path, sftp -> sftp.rm(quoted(path)));
  }

  /** Makes a folder and those above it, as far as they are missing. */
  void makeFolders(String folder) {
    for (int end = folder.indexOf('/', 1); end >= 0; end = folder.indexOf('/', end + 1)) {
      makeFolder(folder.substring(0, end));
    }
    makeFolder(folder);
  }

  private void makeFolder(String folder) {
    if (stat(folder).isEmpty()) {
      run("make the folder " + folder, sftp -> sftp.mkdir(quoted(folder)));
    }
  }

  private Session login() throws JSchException {
    JSch jsch = new JSch();
    jsch.setKnownHosts(server.knownHostsFile());
    if (!server.privateKeyFile().isEmpty()) {
      byte[] passphrase =
          server.privateKeyPassphrase().isEmpty()
              ? null
              : server.privateKeyPassphrase().getBytes(StandardCharsets.UTF_8);
      jsch.addIdentity(server.privateKeyFile(), passphrase);
    }
    Session login = jsch.getSession(server.user(), server.host(), server.port());
    if (!server.password().isEmpty()) {
      login.setPassword(server.password().getBytes(StandardCharsets.UTF_8));
    }
    login.setConfig("StrictHostKeyChecking", "yes");
    login.setConfig("PreferredAuthentications", "publickey,keyboard-interactive,password");
    login.setTimeout(SILENCE_MS);
    login.setDaemonThread(true);
    return login;
  }

  private String whyNotOpen(JSchException e) {
    if (e instanceof JSchUnknownHostKeyException) {
      return "The key of the server "
          + server
          + " is not in "
          + server.knownHostsFile()
          + "; ask who runs it for the key, and put it there.";
    }
    if (e instanceof JSchChangedHostKeyException) {
      return "The server "
          + server
          + " shows another key than "
          + server.knownHostsFile()
          + " has: it may not be the server that it should be. Ask who runs it.";
    }
    return "There is no connection to the server " + server + ": " + e.getMessage() + ".";
  }

  private void run(String what, Act act) {
    call(
        what,
        sftp -> {
          act.on(sftp);
          return null;
        });
  }

  private <T> T call(String what, Question<T> question) {
    ChannelSftp open = channel;
    if (open == null) {
      throw new SftpFailure("There is no connection to the server " + server + ".");
    }
    try {
      return question.to(open);
    } catch (SftpException e) {
      String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
      throw new SftpFailure("The server " + server + " did not " + what + reason + ".", e);
    }
  }

  private static String quoted(String path) {
    return path.replaceAll("[\\\\*?]", "\\\\$0");
  }

  /** Something that is done on a server. */
  @FunctionalInterface
  private interface Act {
    void on(ChannelSftp sftp) throws SftpException;
  }

  /** Something that a server is asked. */
  @FunctionalInterface
  private interface Question<T> {
    T to(ChannelSftp sftp) throws SftpException;
  }
}
