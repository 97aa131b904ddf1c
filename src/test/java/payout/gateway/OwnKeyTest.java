package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnKeyTest {

  private static final String RSA = "SHA1withRSA";

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 3072})
  void signs_as_java_does(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    OwnKey own = new OwnKey(SignType.RSA, RSA, key);
    Random random = new Random(bits);

    for (int length : new int[] {0, 1, 63, 64, 80_000}) {
      byte[] text = new byte[length];
      random.nextBytes(text);
      Signature java = Signature.getInstance(RSA);
      java.initSign(key);

      assertThat(signed(own.signature(), text)).isEqualTo(signed(java, text));
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void rsa_is_computed_by_the_native_library() {
    PrivateKey key = Keys.privateKey(Vectors.RSA_PRIVATE, SignType.RSA);

    assertThat(new OwnKey(SignType.RSA, RSA, key).isJavas()).isFalse();
  }

  @Test
  void java_signs_with_a_key_that_the_library_does_not_take() {
    PrivateKey foreign = new ForeignKey();

    assertThat(new OwnKey(SignType.RSA, RSA, foreign).isJavas()).isTrue();
  }

  @Test
  void dsa_is_computed_by_java() {
    PrivateKey key = Keys.privateKey(Vectors.DSA_PRIVATE, SignType.DSA);

    assertThat(new OwnKey(SignType.DSA, "SHA1withDSA", key).isJavas()).isTrue();
  }

  private static byte[] signed(Signature signature, byte[] text) throws GeneralSecurityException {
    signature.update(text);
    return signature.sign();
  }

  /** As of a device that does not give its key away. */
  private static final class ForeignKey implements PrivateKey {

    private static final long serialVersionUID = 1;

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }
}
