package payout.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes of passwords by Argon2id, in the usual form {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}: 19 MiB of memory and two passes, about a tenth of a
 * second of one core.
 */
public final class Passwords {

  /** Characters that a password must have. */
  public static final int LENGTH_MIN = 8;

  /** Characters that a password may have; a longer one would only cost time. */
  public static final int LENGTH_MAX = 256;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int MEMORY_MAX_KIB = 1024 * 1024;
  private static final int PASSES_MAX = 16;
  private static final int BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final Pattern HASH =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=1"
              + "\\$([A-Za-z0-9+/]{16,64})\\$([A-Za-z0-9+/]{43})");

  /** Compared where there is no such user, so that the answer takes as long. */
  private static final String OF_NOBODY = hash("nobody has this password");

  private Passwords() {}

  /** The hash of a password, with a salt of its own. */
  public static String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + MEMORY_KIB
        + ",t="
        + PASSES
        + ",p=1$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(derive(password, salt, MEMORY_KIB, PASSES));
  }

  /** Whether this is a hash that {@link #matches} can compare. */
  public static boolean isHash(String text) {
    Matcher hash = HASH.matcher(text);
    return hash.matches()
        && Integer.parseInt(hash.group(1)) <= MEMORY_MAX_KIB
        && Integer.parseInt(hash.group(1)) >= 8
        && Integer.parseInt(hash.group(2)) <= PASSES_MAX
        && Integer.parseInt(hash.group(2)) >= 1;
  }

  /** Whether a hash is of this password. */
  public static boolean matches(String password, String hash) {
    Matcher parts = HASH.matcher(hash);
    if (!isHash(hash) || !parts.matches() || password.length() > LENGTH_MAX) {
      return false;
    }
    byte[] derived =
        derive(
            password,
            Base64.getDecoder().decode(parts.group(3)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)));
    return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts.group(4)));
  }

  /** Takes as long as {@link #matches} with such a hash; always false. */
  static boolean matchesNobody(String password, Optional<String> hash) {
    matches(password, hash.orElse(OF_NOBODY));
    return false;
  }

  private static byte[] derive(String password, byte[] salt, int memoryKib, int passes) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] derived = new byte[BYTES];
    argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), derived);
    return derived;
  }
}
