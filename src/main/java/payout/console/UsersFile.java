package payout.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file of users, which a person may read: one line each, {@code name roles hash}, with {@code
 * code=SECRET} at the end where there is a second factor. Roles are separated by commas, a line
 * that begins with # is a comment. It is read each time that somebody asks, so whatever a person
 * changes in it by hand holds from the next request on: neither its time nor its size would tell
 * each change.
 *
 * <p>A file that cannot be read, or a line that is not valid, lets nobody in.
 */
public final class UsersFile {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern CODE_SECRET = Pattern.compile("[A-Z2-7]{16,64}");
  private static final String CODE = "code=";
  private static final int BYTES_MAX = 1 << 20;

  private final Path path;
  private byte[] lastBytes = {};
  private Map<String, User> lastUsers = Map.of();

  /** The users in this file, which may not exist yet. */
  public UsersFile(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * A user.
   *
   * @throws UsersFileException when the file cannot be read or has a line that is not valid
   */
  public Optional<User> find(String name) {
    return Optional.ofNullable(users().get(name));
  }

  /**
   * All users, by their names; none when there is no file.
   *
   * @throws UsersFileException when the file cannot be read or has a line that is not valid
   */
  public synchronized Map<String, User> users() {
    try {
      checkMode();
      byte[] bytes = read();
      if (!Arrays.equals(bytes, lastBytes)) {
        lastUsers = Collections.unmodifiableMap(parsed(bytes));
        lastBytes = bytes;
      }
      return lastUsers;
    } catch (NoSuchFileException none) {
      return Map.of();
    } catch (IOException e) {
      throw new UsersFileException("The file of users " + path + " cannot be read: " + e + ".");
    }
  }

  private byte[] read() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(BYTES_MAX + 1);
    }
  }

  /** Adds a user, or replaces the one of this name. */
  public synchronized void put(User user) {
    Map<String, User> all = new TreeMap<>(users());
    all.put(user.name(), user);
    write(all);
  }

  /** Removes a user; false when there is none of this name. */
  public synchronized boolean remove(String name) {
    Map<String, User> all = new TreeMap<>(users());
    boolean removed = all.remove(name) != null;
    if (removed) {
      write(all);
    }
    return removed;
  }

  private Map<String, User> parsed(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new UsersFileException("The file of users " + path + " is larger than 1 MiB.");
    }
    Map<String, User> users = new TreeMap<>();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        User user = user(line, number);
        if (users.put(user.name(), user) != null) {
          throw fault(number, "the user " + user.name() + " is there twice");
        }
      }
    }
    return users;
  }

  private User user(String line, int number) {
    List<String> words = SPACES.splitAsStream(line.strip()).toList();
    if (words.size() < 3 || words.size() > 4 || !User.isName(words.get(0))) {
      throw fault(number, "a line must be: name roles hash");
    }
    if (!Passwords.isHash(words.get(2))) {
      throw fault(number, "the third word is not a hash that bin/payout users made");
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : words.get(1).split(",")) {
      roles.add(Role.of(word).orElseThrow(() -> fault(number, "there is no role " + word)));
    }
    return new User(words.get(0), roles, words.get(2), codeSecret(words, number));
  }

  private String codeSecret(List<String> words, int number) {
    if (words.size() < 4) {
      return "";
    }
    String last4 = words.get(3);
    if (!last4.startsWith(CODE) || !CODE_SECRET.matcher(last4.substring(CODE.length())).matches()) {
      throw fault(number, "the fourth word must be code= and a secret in base32");
    }
    return last4.substring(CODE.length());
  }

  /** Does not repeat the line, which holds secrets. */
  private UsersFileException fault(int number, String why) {
    return new UsersFileException(
        "Line "
            + number
            + " of the file of users "
            + path
            + " is not valid: "
            + why
            + ". Nobody can log in until it is corrected.");
  }

  private void checkMode() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> mode = view.readAttributes().permissions();
    if (mode.contains(PosixFilePermission.OTHERS_READ)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new UsersFileException(
          "The file of users "
              + path
              + " can be read or changed by every user of this machine. Remove that permission"
              + " (chmod 640); nobody can log in until then.");
    }
  }

  /** Under a hidden name first, so that no reader ever finds half a file. */
  private void write(Map<String, User> users) {
    List<String> lines = new ArrayList<>();
    lines.add("# Users of the console; change them with bin/payout users.");
    users.values().forEach(user -> lines.add(line(user)));
    Path part = path.resolveSibling("." + path.getFileName() + ".part");
    try {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      Files.write(part, lines);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UsersFileException("The file of users " + path + " cannot be written: " + e + ".");
    }
  }

  private static String line(User user) {
    String roles = user.rolesInOrder().stream().map(Role::word).collect(Collectors.joining(","));
    return user.name()
        + " "
        + roles
        + " "
        + user.passwordHash()
        + (user.hasSecondFactor() ? " " + CODE + user.codeSecret() : "");
  }
}
