package payout.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files in which the secrets of a login to an SFTP server stand instead of the address.
 *
 * @param password the file with the password; empty where none is named
 * @param passphrase the file with the passphrase of the private key; empty where none is named
 */
public record SftpSecretFiles(String password, String passphrase) {

  /** Both secrets, if any, stand in the address itself. */
  public static final SftpSecretFiles NONE = new SftpSecretFiles("", "");

  static final String PASSWORD = "passwordFile";
  static final String PASSPHRASE = "privateKeyPassphraseFile";

  SftpSecretFiles within(Home home) {
    return new SftpSecretFiles(absolute(password, home), absolute(passphrase, home));
  }

  /** The password: the given one, or else that of the file; empty where that cannot be read. */
  String password(String given, Home home) {
    return password.isEmpty() ? given : SecretFile.read(home.resolve(password)).text();
  }

  /** The passphrase, in the same way. */
  String passphrase(String given, Home home) {
    return passphrase.isEmpty() ? given : SecretFile.read(home.resolve(passphrase)).text();
  }

  /** What is wrong with the files, as the ends of sentences; their paths must be absolute. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    named()
        .forEach(
            (option, file) -> {
              SecretFile held = SecretFile.read(Path.of(file));
              if (held.isFaulty()) {
                faults.add("its " + option + " " + file + " " + held.fault() + ".");
              }
            });
    return faults;
  }

  /** The named files by their options. */
  Map<String, String> named() {
    Map<String, String> named = new TreeMap<>();
    if (!password.isEmpty()) {
      named.put(PASSWORD, password);
    }
    if (!passphrase.isEmpty()) {
      named.put(PASSPHRASE, passphrase);
    }
    return named;
  }

  private static String absolute(String file, Home home) {
    return file.isEmpty() ? "" : home.resolve(file).toString();
  }
}
