package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyFingerprintTest {

  @ParameterizedTest
  @EnumSource(SignType.class)
  void is_the_same_for_a_key_in_another_form_and_differs_for_another_key(SignType type)
      throws GeneralSecurityException {
    Texts key = texts(type);

    assertThat(KeyFingerprint.ofOwn(type, key.own))
        .matches("[0-9a-f]{16}")
        .isEqualTo(KeyFingerprint.ofOwn(type, key.ownAgain))
        .isNotEqualTo(KeyFingerprint.ofOwn(type, texts(type).own));
    assertThat(key.own).doesNotContain(KeyFingerprint.ofOwn(type, key.own));
  }

  @ParameterizedTest
  @EnumSource(value = SignType.class, names = "MD5", mode = EnumSource.Mode.EXCLUDE)
  void distinguishes_keys_of_the_gateway(SignType type) throws GeneralSecurityException {
    String key = texts(type).gateway;

    assertThat(KeyFingerprint.ofGateway(type, key))
        .isEqualTo(KeyFingerprint.ofGateway(type, key + "\n"))
        .isNotEqualTo(KeyFingerprint.ofGateway(type, texts(type).gateway));
  }

  private static Texts texts(SignType type) throws GeneralSecurityException {
    if (type == SignType.MD5) {
      String key = Long.toHexString(System.nanoTime()) + "0123456789abcdefghijklmnopqrstuv";
      return new Texts(key.substring(0, 32), key.substring(0, 32), "");
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type.name());
    generator.initialize(1024);
    KeyPair pair = generator.generateKeyPair();
    String own = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    return new Texts(
        own,
        "-----BEGIN PRIVATE KEY-----\n" + own + "\n-----END PRIVATE KEY-----\n",
        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
  }

  private record Texts(String own, String ownAgain, String gateway) {}
}
