package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignerTest {

  private static final byte[] TEXT = "partner=123&service=test".getBytes(StandardCharsets.US_ASCII);
  private static final String RSA_SIGN =
      "TaVXdP/0ia5NxIv9T76v6vGOrtgoaFrwnchKIWP9PQeX1UkUVxaq6ejDFmXFrFR+Plk+E/XzfV2DYJSVt0Am0qJRSgeg"
          + "+PuvK+yWGCGm9GJgUJlS4Eyta3g+8DWwRWTjUyh5yzlf9JoSnbNjYpBolnMRD7B/u1JLkTMJuMx2TVM=";

  /** Signs of {@code name=龚本林}, made with OpenSSL. */
  @ParameterizedTest
  @CsvSource({
    "MD5, utf-8, dc9eef818c160f020a54f04c36b76406",
    "RSA, utf-8,"
        + " ejBbkgMCerNpjMrDyl05hJIT3FKiTt2dU1hgWa22/BXpiheMiA2efxYyu/HZrpVObEpxM26QLKoiUMy1wMhbNdYInFZpNESDv2OeIDo8KqlutggSqvFPw8/lxrzuLk7TxssC8TC7IVrNphn9SLd159x/oBqFa/X2DaPaXja2Fro=",
    "DSA, utf-8, MC0CFQCALbgr6jQyNFuxGekMDXHwmkg1hwIUC4PjvwqB7yGkPA64y2Z+TOfxgzU=",
    "MD5, gbk, b4a71fb1fe43e49b7ba5e481de5f7bda",
    "RSA, gbk,"
        + " XmN+b5gbWQvMREMk23h/jAkim2CB19q20rzjdMKYWXUJX69pE+DOUuxqhOH+n3/LUzsTEFkDJBbGKLadQ4cGrZZy4gtiX92SXeMKDxqMMOw6w7TgytDtD3dTTkcSeEW5jMzy5zKn/KaWJ5au3oAU9cSG5b/3kFS4PODuZ3TJbg0=",
    "DSA, gbk, MCwCFDpfRSC3Yyr+A4CDHbp/wmrBVGwVAhQ156HAh9Yx/S54vQqyPQ2SQ24ppg==",
    "MD5, gb2312, b4a71fb1fe43e49b7ba5e481de5f7bda",
    "RSA, gb2312,"
        + " XmN+b5gbWQvMREMk23h/jAkim2CB19q20rzjdMKYWXUJX69pE+DOUuxqhOH+n3/LUzsTEFkDJBbGKLadQ4cGrZZy4gtiX92SXeMKDxqMMOw6w7TgytDtD3dTTkcSeEW5jMzy5zKn/KaWJ5au3oAU9cSG5b/3kFS4PODuZ3TJbg0=",
    "DSA, gb2312, MCwCFCDXYtK8XBOg2xljoiZ8296zEYlvAhRgOlCyI3OUC5uMIvtTMDns5Abp+g==",
  })
  void signs_and_verifies_in_every_charset(SignType type, String charset, String sign) {
    byte[] text = "name=龚本林".getBytes(Charset.forName(charset));
    Signer signer = Vectors.signer(type);

    assertThat(signer.verify(text, sign)).isTrue();
    if (type == SignType.DSA) {
      assertThat(signer.verify(text, signer.sign(text))).isTrue();
    } else {
      assertThat(signer.sign(text)).isEqualTo(sign);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shows_its_type_and_nothing_else(SignType type) {
    Signer signer = Vectors.signer(type);

    assertThat(signer.type()).isEqualTo(type);
    assertThat(signer.toString()).doesNotContain(Vectors.MD5_KEY);
  }

  @ParameterizedTest
  @EnumSource
  void a_malformed_sign_does_not_verify(SignType type) {
    Signer signer = Vectors.signer(type);
    String sign = signer.sign(TEXT);

    for (String malformed :
        List.of(
            "",
            " ",
            "=",
            "====",
            "*",
            "龚",
            "\uD800",
            sign + "=",
            sign + "\n",
            " " + sign,
            sign.substring(1),
            sign.substring(0, sign.length() - 4),
            sign + sign,
            "AAAA",
            "MAA=",
            "MAYCAQACAQA=",
            "x".repeat(100_000))) {
      assertThat(signer.verify(TEXT, malformed)).as(malformed).isFalse();
    }
    assertThat(signer.verify(TEXT, sign)).isTrue();
    assertThat(signer.verify(new byte[0], sign)).isFalse();
  }

  @Test
  void accepts_base64_only_as_an_encoder_writes_it() {
    Signer rsa = Vectors.signer(SignType.RSA);

    assertThat(rsa.verify(TEXT, RSA_SIGN)).isTrue();
    assertThat(rsa.verify(TEXT, RSA_SIGN.replace("=", ""))).isFalse();
    assertThat(rsa.verify(TEXT, RSA_SIGN.replace("M=", "N="))).isFalse();
    assertThat(rsa.verify(TEXT, RSA_SIGN.replace('+', '-').replace('/', '_'))).isFalse();
    assertThat(rsa.verify(TEXT, RSA_SIGN.replace('+', ' '))).isFalse();
  }

  @Test
  void md5_is_lower_case() {
    Signer md5 = Vectors.signer(SignType.MD5);

    assertThat(md5.verify(TEXT, "bbd13b52823b576291595f472ebcfbc2")).isTrue();
    assertThat(md5.verify(TEXT, "BBD13B52823B576291595F472EBCFBC2")).isFalse();
  }

  @Test
  void md5_has_no_key_pair() {
    assertThatThrownBy(
            () -> new KeyPairSigner(SignType.MD5, Vectors.RSA_PRIVATE, Vectors.RSA_PUBLIC))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void is_thread_safe(SignType type) throws Exception {
    Signer signer = Vectors.signer(type);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> work =
          IntStream.range(0, 64)
              .<Callable<Boolean>>mapToObj(
                  i -> {
                    byte[] text = ("text " + i).getBytes(StandardCharsets.US_ASCII);
                    return () -> signer.verify(text, signer.sign(text));
                  })
              .toList();

      for (var done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA", "DSA"})
  void never_throws_on_a_damaged_sign(SignType type) {
    Signer signer = Vectors.signer(type);
    byte[] whole = Base64.getDecoder().decode(signer.sign(TEXT));
    Random random = new Random(20260103);

    for (int i = 0; i < 1000; i++) {
      byte[] sign = Arrays.copyOf(whole, 1 + random.nextInt(whole.length + 4));
      int at = random.nextInt(sign.length);
      sign[at] ^= (byte) (1 + random.nextInt(255));
      assertThat(signer.verify(TEXT, Base64.getEncoder().encodeToString(sign))).isFalse();
    }
  }
}
