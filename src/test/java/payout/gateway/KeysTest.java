package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  private static final byte[] TEXT = "sample".getBytes(StandardCharsets.US_ASCII);

  private static final String RSA_NEEDED =
      ". It must be the merchant's RSA private key of 1024 bits or more without a passphrase, as"
          + " PEM or as one line of base64.";
  private static final String DSA_NEEDED =
      ". It must be the merchant's DSA private key of 1024 bits without a passphrase, as PEM or as"
          + " one line of base64.";

  @ParameterizedTest
  @CsvSource({
    "RSA, rsa-private-pkcs8.pem, rsa-public.pem",
    "RSA, rsa-private-pkcs1.pem, rsa-public-pkcs1.pem",
    "RSA, rsa-2048-private.pem, rsa-2048-public.pem",
    "DSA, dsa-private-pkcs8.pem, dsa-public.pem",
    "DSA, dsa-private-traditional.pem, dsa-public.pem",
    "DSA, dsa-private-with-parameters.pem, dsa-public.pem",
  })
  void reads_a_pair_as_pem(SignType type, String secret, String open) {
    assertPair(type, Vectors.key(secret), Vectors.key(open));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, rsa-private-pkcs8.pem, rsa-public.pem",
    "RSA, rsa-private-pkcs1.pem, rsa-public-pkcs1.pem",
    "DSA, dsa-private-pkcs8.pem, dsa-public.pem",
    "DSA, dsa-private-traditional.pem, dsa-public.pem",
  })
  void reads_a_pair_as_bare_base64(SignType type, String secret, String open) {
    assertPair(type, bare(Vectors.key(secret)), bare(Vectors.key(open)));
  }

  @Test
  void reads_a_key_after_an_editor_changed_its_white_space() {
    String open = Vectors.key("rsa-public.pem");
    String secret = Vectors.key("rsa-private-pkcs8.pem");

    assertPair(SignType.RSA, secret.replace("\n", "\r\n"), open.replace("\n", "\r\n"));
    assertPair(SignType.RSA, secret.replace("\n", "\n\n"), open.replace("\n", "  \r\n\r\n\t"));
    assertPair(SignType.RSA, "\uFEFF" + secret, "\uFEFF\n" + open);
    assertPair(SignType.RSA, "  " + bare(secret) + " \r\n", "\uFEFF" + bare(open) + "\n\n");
    assertPair(SignType.RSA, "Key of the shop\n" + secret, open.stripTrailing());
  }

  @Test
  void trusts_the_structure_and_not_the_first_line() {
    String misnamed = Vectors.key("rsa-private-pkcs8.pem").replace("PRIVATE", "RSA PRIVATE");

    assertPair(SignType.RSA, misnamed, Vectors.key("rsa-public.pem"));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-public.pem, is a public key",
    "rsa-public-pkcs1.pem, is a public key",
    "dsa-private-pkcs8.pem, is a key of another algorithm",
    "dsa-private-traditional.pem, is a key of another algorithm",
    "ec-private-pkcs8.pem, is a key of another algorithm",
    "ec-private.pem, is neither an RSA nor a DSA key in a known form",
    "rsa-private-encrypted-pkcs8.pem, 'is encrypted with a passphrase, which must be removed"
        + " first'",
    "rsa-private-encrypted-traditional.pem, 'is encrypted with a passphrase, which must be"
        + " removed first'",
    "certificate.pem, 'is a certificate or a request for one, not the bare key'",
    "certificate-request.pem, 'is a certificate or a request for one, not the bare key'",
    "openssh-private.pem, is no key in a known form",
    "rsa-512-private.pem, has only 512 bits",
  })
  void explains_what_is_wrong_with_a_private_rsa_key(String key, String fault) {
    assertThatThrownBy(() -> Keys.privateKey(Vectors.key(key), SignType.RSA))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessage("The private key cannot be used: it " + fault + RSA_NEEDED)
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "dsa-public.pem, is a public key",
    "rsa-private-pkcs8.pem, is a key of another algorithm",
    "rsa-private-pkcs1.pem, is a key of another algorithm",
    "dsa-2048-private.pem, 'is too large for SHA-1, which the gateway requires'",
  })
  void explains_what_is_wrong_with_a_private_dsa_key(String key, String fault) {
    assertThatThrownBy(() -> Keys.privateKey(Vectors.key(key), SignType.DSA))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessage("The private key cannot be used: it " + fault + DSA_NEEDED);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, rsa-private-pkcs8.pem, is a private key",
    "RSA, rsa-private-pkcs1.pem, is a private key",
    "RSA, dsa-public.pem, is a key of another algorithm",
    "RSA, ec-public.pem, is a key of another algorithm",
    "RSA, certificate.pem, 'is a certificate or a request for one, not the bare key'",
    "RSA, rsa-512-public.pem, has only 512 bits",
    "DSA, rsa-public.pem, is a key of another algorithm",
    "DSA, dsa-private-traditional.pem, is a private key",
    "DSA, dsa-2048-public.pem, 'is too large for SHA-1, which the gateway requires'",
  })
  void explains_what_is_wrong_with_a_public_key(SignType type, String key, String fault) {
    assertThatThrownBy(() -> Keys.publicKey(Vectors.key(key), type))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessage(
            "The gateway's public key cannot be used: it "
                + fault
                + ". It must be the gateway's "
                + type
                + " public key, as PEM or as one line of base64.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \r\n\t\n", "\uFEFF"})
  void reports_an_empty_key(String text) {
    assertThatThrownBy(() -> Keys.privateKey(text, SignType.RSA))
        .hasMessage("The private key cannot be used: it is empty" + RSA_NEEDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no key at all",
        "MIICdgIBADAN*",
        "MIIC",
        "AAAA",
        "-----BEGIN PRIVATE KEY-----\nMIICdgIBADANBgkqhkiG9w0B",
        "-----BEGIN PRIVATE KEY-----\n*** not base64 ***\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
      })
  void never_quotes_an_unreadable_key(String garbage) {
    assertThatThrownBy(() -> Keys.privateKey(garbage, SignType.RSA))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageEndingWith(RSA_NEEDED)
        .hasMessageNotContaining("MII")
        .hasMessageNotContaining("***")
        .hasNoCause();
  }

  @Test
  void reports_a_damaged_key() {
    String whole = bare(Vectors.key("rsa-private-pkcs8.pem"));
    String cut = whole.substring(0, whole.length() - 80);

    assertThatThrownBy(() -> Keys.privateKey(cut, SignType.RSA))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessage("The private key cannot be used: it is no key in a known form" + RSA_NEEDED);
    // The same length, but what the structure wraps is no key any more.
    String spoiled = whole.substring(0, 36) + "AAAA" + whole.substring(40);
    assertThatThrownBy(() -> Keys.privateKey(spoiled, SignType.RSA))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessage("The private key cannot be used: it is damaged" + RSA_NEEDED);
  }

  @Test
  void does_not_choose_between_two_keys() {
    String both = Vectors.key("rsa-private-pkcs8.pem") + Vectors.key("rsa-public.pem");

    assertThatThrownBy(() -> Keys.privateKey(both, SignType.RSA))
        .hasMessage(
            "The private key cannot be used: it holds 2 PEM blocks where one is expected"
                + RSA_NEEDED);
  }

  @Test
  void reads_an_md5_key_with_white_space_around_it() {
    assertThat(Keys.md5Key("\uFEFF abcdefghijABCDEFGHIJ012345678901\r\n"))
        .isEqualTo("abcdefghijABCDEFGHIJ012345678901");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcdefghijABCDEFGHIJ01234567890",
        "abcdefghijABCDEFGHIJ0123456789012",
        "abcdefghijABCDEFGHIJ01234567890!",
        "abcdefghij ABCDEFGHIJ01234567890",
        "abcdefghijABCDEFGHIJ0123456789０",
      })
  void refuses_a_malformed_md5_key(String text) {
    assertThatThrownBy(() -> Keys.md5Key(text))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessage(
            "The MD5 key cannot be used: it is not 32 letters or digits. It must be the merchant's"
                + " security check code of 32 letters or digits.");
  }

  @Test
  void refuses_an_empty_md5_key() {
    assertThatThrownBy(() -> new Md5Signer(" "))
        .hasMessageStartingWith("The MD5 key cannot be used: it is empty.");
  }

  private static void assertPair(SignType type, String secret, String open) {
    Signer signer = new KeyPairSigner(type, secret, open);

    assertThat(signer.verify(TEXT, signer.sign(TEXT))).isTrue();
  }

  private static String bare(String pem) {
    return pem.lines().filter(line -> !line.startsWith("-")).collect(Collectors.joining());
  }
}
