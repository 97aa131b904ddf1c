package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import payout.batch.BatchLines;
import payout.batch.BatchNo;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;

/** Every published vector, and those that were computed independently of this code. */
class VectorsTest {

  static Stream<Named<JsonNode>> signStrings() {
    return Vectors.of("vectors", "sign_string");
  }

  @ParameterizedTest
  @MethodSource("signStrings")
  void signs_a_text_as_published(JsonNode vector) {
    Signer signer = signerOf(vector);

    assertThat(signer.sign(text(vector))).isEqualTo(vector.get("sign").asText());
    assertThat(signer.verify(text(vector), vector.get("sign").asText())).isTrue();
  }

  static Stream<Named<JsonNode>> verifyStrings() {
    return Vectors.of("vectors", "verify_string");
  }

  @ParameterizedTest
  @MethodSource("verifyStrings")
  void verifies_a_text_as_published(JsonNode vector) {
    assertThat(signerOf(vector).verify(text(vector), vector.get("sign").asText()))
        .isEqualTo(vector.get("valid").asBoolean());
  }

  static Stream<Named<JsonNode>> signParameters() {
    return Vectors.of("vectors", "sign_params");
  }

  @ParameterizedTest
  @MethodSource("signParameters")
  void signs_parameters_as_published(JsonNode vector) {
    byte[] text = SignedString.of(Vectors.parameters(vector), charset(vector));

    assertThat(text).isEqualTo(text(vector));
    assertThat(signerOf(vector).sign(text)).isEqualTo(vector.get("sign").asText());
  }

  static Stream<Named<JsonNode>> keyFormats() {
    return Vectors.of("vectors", "key_formats");
  }

  @ParameterizedTest
  @MethodSource("keyFormats")
  void reads_a_published_key_in_all_its_forms(JsonNode vector) {
    for (String secret :
        List.of(
            "private_pkcs1_pem",
            "private_pkcs1_inline",
            "private_pkcs8_pem",
            "private_pkcs8_inline")) {
      for (String open : List.of("public_spki_pem", "public_spki_inline")) {
        Signer signer =
            new KeyPairSigner(SignType.RSA, vector.get(secret).asText(), vector.get(open).asText());

        assertThat(signer.sign(text(vector))).isEqualTo(vector.get("sign").asText());
        assertThat(signer.verify(text(vector), vector.get("sign").asText())).isTrue();
      }
    }
  }

  static Stream<Named<JsonNode>> derived() {
    return Vectors.of("derived", "");
  }

  @ParameterizedTest
  @MethodSource("derived")
  void signs_requests_and_notifies_in_their_charset(JsonNode vector) throws Exception {
    byte[] text = SignedString.of(Vectors.parameters(vector), charset(vector));

    assertThat(text).isEqualTo(text(vector));
    if (vector.has("string_hex_sha1")) {
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text)))
          .isEqualTo(vector.get("string_hex_sha1").asText());
    }
    for (SignType type : SignType.values()) {
      String sign = vector.get("signs").get(type.name()).asText();
      Signer signer = Vectors.signer(type);
      assertThat(signer.verify(text, sign)).as(type.name()).isTrue();
      // DSA signs differently each time.
      if (type != SignType.DSA) {
        assertThat(signer.sign(text)).as(type.name()).isEqualTo(sign);
      }
    }
  }

  static Stream<Named<JsonNode>> requests() {
    return Vectors.of("derived", "request");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void builds_the_document_s_sample_request(JsonNode vector) throws Exception {
    RequestCharset charset = RequestCharset.of(vector.get("charset").asText()).orElseThrow();
    Payer payer =
        new Payer(
            "2088002464631181",
            "biz_932@alitest.com",
            "毛毛",
            "maomao@alipay.com",
            "",
            "https://mapi.alipay.com/gateway.do",
            charset);
    PayoutLine line =
        new PayoutLine(2, "0315006", "testture0002@126.com", "常炜买家", Money.parse("20.00"), "hello");

    PayoutRequest request =
        PayoutRequest.of(
            payer,
            new BatchNo("20080107001"),
            new BatchLines(LineCodec.encodeLines(List.of(line)), 1, Money.parse("20.00")),
            "20080107",
            "http://www.test.com/notify/alipay/interface.htm",
            Vectors.signer(SignType.MD5));

    var sent = Forms.decode(request.form(), charset.charset());
    assertThat(sent.remove("sign_type")).isEqualTo("MD5");
    assertThat(sent.remove("sign")).isEqualTo(vector.at("/signs/MD5").asText());
    assertThat(sent).isEqualTo(Vectors.parameters(vector));
  }

  static Stream<Named<JsonNode>> answers() {
    return Vectors.of("sync_xml", "");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void reads_a_synchronous_answer(JsonNode vector) throws Exception {
    String error = vector.get("error").isNull() ? "" : vector.get("error").asText();
    Answer expected =
        vector.get("is_success").asText().equals("T")
            ? new Answer.Accepted(error)
            : new Answer.Declined(error);

    assertThat(new AnswerReader().read(vector.get("body").asText().getBytes("US-ASCII")))
        .isEqualTo(expected);
  }

  private static Signer signerOf(JsonNode vector) {
    SignType type = SignType.valueOf(vector.get("alg").asText());
    if (type == SignType.MD5) {
      return new Md5Signer(vector.get("key").asText());
    }
    // A vector for verifying may come without the private key; any of the kind stands in for it.
    String own = type == SignType.RSA ? Vectors.RSA_PRIVATE : Vectors.DSA_PRIVATE;
    return new KeyPairSigner(
        type, vector.path("private_key_pem").asText(own), vector.get("public_key_pem").asText());
  }

  private static byte[] text(JsonNode vector) {
    return vector
        .get("string")
        .asText()
        .getBytes(vector.has("charset") ? charset(vector) : Charset.forName("UTF-8"));
  }

  private static Charset charset(JsonNode vector) {
    return Charset.forName(vector.get("charset").asText());
  }
}
