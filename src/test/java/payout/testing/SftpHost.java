package payout.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.AbstractSftpEventListenerAdapter;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * A real SFTP server in this JVM, for one login whose folder is {@link #root}, that can be made to
 * fail at each step.
 */
public final class SftpHost implements AutoCloseable {

  /** The login's name. */
  public static final String USER = "erp";

  /** Its password; no output of the product may hold it. */
  public static final String PASSWORD = "hunter2-of-erp";

  /** What a server does at a step; it may throw, or close the session. */
  @FunctionalInterface
  public interface Fault {
    void at(ServerSession session, Path path) throws IOException;
  }

  private static final Fault NONE = (session, path) -> {};

  /** RSA, as most keys for a login are; weak, because each login signs with it. */
  private static final KeyPair LOGIN = pair("RSA", 1024);

  private static final KeyPair HOST = pair("EC", 256);

  private final Path root;
  private final Path files;
  private final int port;
  private KeyPair hostKey = HOST;
  private SshServer server;
  private volatile Fault atRead = NONE;
  private volatile Fault atWrite = NONE;
  private volatile Fault atRename = NONE;
  private volatile Fault afterRename = NONE;
  private volatile Fault atList = NONE;
  private volatile Fault atRemove = NONE;
  private volatile Fault atClose = NONE;
  private volatile Map<String, String> lies = Map.of();
  private final AtomicInteger logins = new AtomicInteger();

  private SftpHost(Path folder) {
    this.root = folder.resolve("server");
    this.files = folder.resolve("login");
    this.port = FreePort.next();
  }

  /** A server that runs, with the folders in and out. */
  public static SftpHost in(Path folder) {
    SftpHost host = new SftpHost(folder);
    try {
      Files.createDirectories(host.root.resolve("in"));
      Files.createDirectories(host.root.resolve("out"));
      Files.createDirectories(host.files);
      Files.writeString(
          host.files.resolve("id"),
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(LOGIN.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n");
      Files.setPosixFilePermissions(
          host.files.resolve("id"), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    host.writeKnownHosts();
    host.start();
    return host;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The folder of the login. */
  public Path root() {
    return root;
  }

  /** The address of a folder, with a login by password. */
  public String byPassword(String folder) {
    return "sftp://"
        + USER
        + "@127.0.0.1:"
        + port
        + "/"
        + folder
        + "?password="
        + PASSWORD
        + known();
  }

  /** The address of a folder, with a login by key. */
  public String byKey(String folder) {
    return "sftp://"
        + USER
        + "@127.0.0.1:"
        + port
        + "/"
        + folder
        + "?privateKeyFile="
        + files.resolve("id")
        + known();
  }

  private String known() {
    return "&knownHostsFile=" + knownHosts();
  }

  /** The file with the server's key. */
  public Path knownHosts() {
    return files.resolve("known_hosts");
  }

  /** How often somebody logged in. */
  public int logins() {
    return logins.get();
  }

  public SftpHost atRead(Fault fault) {
    atRead = fault;
    return this;
  }

  public SftpHost atWrite(Fault fault) {
    atWrite = fault;
    return this;
  }

  public SftpHost atRemove(Fault fault) {
    atRemove = fault;
    return this;
  }

  public SftpHost atRename(Fault fault) {
    atRename = fault;
    return this;
  }

  public SftpHost afterRename(Fault fault) {
    afterRename = fault;
    return this;
  }

  public SftpHost atList(Fault fault) {
    atList = fault;
    return this;
  }

  /** When a file that was written or read is closed. */
  public SftpHost atClose(Fault fault) {
    atClose = fault;
    return this;
  }

  /** Lists files under other names than they have. */
  public SftpHost lie(Map<String, String> names) {
    lies = Map.copyOf(names);
    return this;
  }

  /** All well again. */
  public void repair() {
    atRead = NONE;
    atWrite = NONE;
    atRename = NONE;
    afterRename = NONE;
    atList = NONE;
    atRemove = NONE;
    atClose = NONE;
    lies = Map.of();
  }

  /** Shows another key while this runs, as somebody in between would. */
  public void withOtherKey(Runnable meanwhile) {
    KeyPair own = hostKey;
    stop();
    hostKey = pair("EC", 256);
    start();
    try {
      meanwhile.run();
    } finally {
      stop();
      hostKey = own;
      start();
    }
  }

  /** Goes away; connections break. */
  public void stop() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Comes back at the same port. */
  public void start() {
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(
        (user, password, session) -> {
          logins.incrementAndGet();
          return USER.equals(user) && PASSWORD.equals(password);
        });
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          logins.incrementAndGet();
          return USER.equals(user) && KeyUtils.compareKeys(key, LOGIN.getPublic());
        });
    server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    SftpSubsystemFactory sftp =
        new SftpSubsystemFactory.Builder().withFileSystemAccessor(new Names()).build();
    sftp.addSftpEventListener(new Steps());
    server.setSubsystemFactories(List.of(sftp));
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /**
   * A fault that breaks the connection, with the step not done or done: as it is put before it or
   * behind.
   */
  public static void drop(ServerSession session) throws IOException {
    session.close(true);
    throw new IOException("The line is cut.");
  }

  /** A fault that forbids. */
  public static Fault forbid() {
    return (session, path) -> {
      throw new AccessDeniedException(path.toString());
    };
  }

  private void writeKnownHosts() {
    try {
      Files.writeString(
          knownHosts(),
          "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n",
          StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance(algorithm);
      keys.initialize(bits);
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where faults strike. */
  private final class Steps extends AbstractSftpEventListenerAdapter {

    @Override
    public void reading(
        ServerSession session,
        String handle,
        FileHandle file,
        long offset,
        byte[] data,
        int from,
        int length)
        throws IOException {
      atRead.at(session, file.getFile());
    }

    @Override
    public void writing(
        ServerSession session,
        String handle,
        FileHandle file,
        long offset,
        byte[] data,
        int from,
        int length)
        throws IOException {
      atWrite.at(session, file.getFile());
    }

    @Override
    public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> options)
        throws IOException {
      atRename.at(session, from);
    }

    @Override
    public void moved(
        ServerSession session, Path from, Path to, Collection<CopyOption> options, Throwable thrown)
        throws IOException {
      afterRename.at(session, to);
    }

    @Override
    public void closed(ServerSession session, String name, Handle handle, Throwable thrown)
        throws IOException {
      atClose.at(session, handle.getFile());
    }

    @Override
    public void removing(ServerSession session, Path path, boolean isFolder) throws IOException {
      atRemove.at(session, path);
    }

    @Override
    public void readingEntries(ServerSession session, String handle, DirectoryHandle folder)
        throws IOException {
      atList.at(session, folder.getFile());
    }
  }

  /** Gives names, true or not. */
  private final class Names implements SftpFileSystemAccessor {

    @Override
    public void putRemoteFileName(
        SftpSubsystemProxy sftp, Path path, Buffer buffer, String name, boolean shortName)
        throws IOException {
      SftpFileSystemAccessor.super.putRemoteFileName(
          sftp, path, buffer, shortName ? lies.getOrDefault(name, name) : name, shortName);
    }
  }
}
