package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static final String T = "<is_success>T</is_success>";
  private static final String F = "<is_success>F</is_success><error>SYSTEM_ERROR</error>";

  private final AnswerReader reader = new AnswerReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<alipay><is_success>T</is_success><error>SUCCESS</error></alipay>",
        "<?xml version='1.0'"
            + " encoding='GBK'?><alipay><is_success>T</is_success><error>SUCCESS</error></alipay>",
        " \r\n"
            + "\t<?xml version=\"1.0\""
            + " encoding=\"utf-8\"?><alipay><error>SUCCESS</error><is_success>T</is_success></alipay>"
            + " \n",
        "\n"
            + "<alipay>\n"
            + "<is_success><![CDATA[T]]></is_success>\n"
            + "<error> SUCCESS\n"
            + "</error>\n"
            + "</alipay>\n"
            + "<!-- end -->",
        "<alipay><request><param"
            + " name='is_success'>F</param><is_success>F</is_success><error>X</error></request>"
            + "<is_success>T</is_success><error>SUCCESS</error>"
            + "<response><alipay><is_success>F</is_success><error>Y</error></alipay></response>"
            + "<sign>abc</sign><sign_type>MD5</sign_type></alipay>",
        "<alipay><sign/><is_success>T</is_success><error>SUCCESS</error><sign></sign></alipay>",
      })
  void reads_a_batch_that_was_taken(String xml) {
    assertThat(read(xml)).isEqualTo(new Answer.Accepted("SUCCESS"));
  }

  @ParameterizedTest
  @CsvSource({
    "<alipay><is_success>T</is_success></alipay>, ''",
    "<alipay><is_success>T</is_success><error/></alipay>, ''",
    "<alipay><is_success>T</is_success><error>OTHER_WORD</error></alipay>, OTHER_WORD",
    "<alipay><is_success>T</is_success><error>成功</error></alipay>, ''",
  })
  void the_error_of_a_batch_that_was_taken_changes_nothing(String xml, String error) {
    assertThat(read(xml)).isEqualTo(new Answer.Accepted(error));
  }

  @ParameterizedTest
  @CsvSource({
    "<alipay><is_success>F</is_success><error>ILLEGAL_SIGN</error></alipay>, ILLEGAL_SIGN",
    "<alipay><error>batchFeelllegal</error><is_success>F</is_success></alipay>, batchFeelllegal",
    "<alipay><is_success>F</is_success><error>  NEW_CODE  </error></alipay>, NEW_CODE",
    "<alipay><is_success>F</is_success><error>A&amp;B&lt;&#67;</error></alipay>, A&B<C",
  })
  void reads_a_code_as_it_came(String xml, String code) {
    assertThat(read(xml)).isEqualTo(new Answer.Declined(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GBK", "GB2312", "GB18030", "UTF-16"})
  void reads_in_the_charset_that_the_declaration_names(String charset) {
    String xml =
        "<?xml version=\"1.0\" encoding=\""
            + charset
            + "\"?><alipay><request>毛毛</request>"
            + F
            + "</alipay>";

    assertThat(reader.read(xml.getBytes(Charset.forName(charset))))
        .isEqualTo(new Answer.Declined("SYSTEM_ERROR"));
  }

  @Test
  void reads_a_byte_order_mark_and_white_space_after_it() {
    assertThat(read("\uFEFF<?xml version=\"1.0\"?><alipay>" + T + "</alipay>"))
        .isEqualTo(new Answer.Accepted(""));
    assertThat(read("\uFEFF \n<?xml version=\"1.0\"?><alipay>" + T + "</alipay>"))
        .isEqualTo(new Answer.Accepted(""));
  }

  @Test
  void without_a_declaration_it_must_be_utf_8() {
    String xml = "<alipay><request>中文</request>" + T + "</alipay>";

    assertThat(reader.read(xml.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Answer.Accepted(""));
    assertThat(reader.read(xml.getBytes(Charset.forName("GBK"))))
        .isEqualTo(new Answer.Unreadable("The answer is not well-formed XML."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| The answer is empty.",
        "'  \r\n '| The answer is empty.",
        "<alipay/>| The answer has no is_success.",
        "<alipay></alipay>| The answer has no is_success.",
        "<alipay>T</alipay>| The answer has text between its elements.",
        "<alipay><error>SUCCESS</error></alipay>| The answer has no is_success.",
        "<alipay><response><is_success>T</is_success></response></alipay>| The answer has no"
            + " is_success.",
        "<alipay><Is_success>T</Is_success></alipay>| The answer has no is_success.",
        "<alipay><x:is_success>T</x:is_success></alipay>| The answer has no is_success.",
        "<alipay><is_success>t</is_success></alipay>| The answer's is_success is neither T nor F.",
        "<alipay><is_success> T</is_success></alipay>| The answer's is_success is neither T nor F.",
        "<alipay><is_success>TRUE</is_success></alipay>| The answer's is_success is neither T nor"
            + " F.",
        "<alipay><is_success>Ｔ</is_success></alipay>| The answer's is_success is neither T nor F.",
        "<alipay><is_success/></alipay>| The answer's is_success is neither T nor F.",
        "<alipay><is_success a='b'>T</is_success></alipay>| The answer has more than text where"
            + " text is expected.",
        "<alipay><is_success>T<b/></is_success></alipay>| The answer has more than text where text"
            + " is expected.",
        "<alipay><is_success><is_success>T</is_success></is_success></alipay>| The answer has more"
            + " than text where text is expected.",
        "<alipay><is_success>T</is_success><error><e>X</e></error></alipay>| The answer has more"
            + " than text where text is expected.",
        "<alipay><is_success>F</is_success></alipay>| The answer is F without a code.",
        "<alipay><is_success>F</is_success><error/></alipay>| The answer is F without a code.",
        "<alipay><is_success>F</is_success><error>  </error></alipay>| The answer is F without a"
            + " code.",
        "<alipay><is_success>F</is_success><error>余额不足</error></alipay>| The answer is F without"
            + " a code.",
        "<alipay><is_success>F</is_success><error>A&#10;B</error></alipay>| The answer is F"
            + " without a code.",
        "<alipay><is_success>F</is_success><is_success>T</is_success></alipay>| The answer holds"
            + " is_success or error twice.",
        "<alipay><is_success>T</is_success><is_success>T</is_success></alipay>| The answer holds"
            + " is_success or error twice.",
        "<alipay><is_success>F</is_success><error>A</error><error>B</error></alipay>| The answer"
            + " holds is_success or error twice.",
        "<alipay><is_success>T</is_success><error/><error/></alipay>| The answer holds"
            + " is_success or error twice.",
        "<alipay is_success='T'/>| The answer's root has an attribute.",
        "<alipay is_success='T'></alipay>| The answer's root has an attribute.",
        "<alipay>text<is_success>T</is_success></alipay>| The answer has text between its"
            + " elements.",
        "<alipay><is_success>T</is_success>text</alipay>| The answer has text between its"
            + " elements.",
        "<Alipay><is_success>T</is_success></Alipay>| The answer's root is not alipay.",
        "<response><alipay><is_success>T</is_success></alipay></response>| The answer's root is not"
            + " alipay.",
        "<html><body>502 Bad Gateway</body></html>| The answer's root is not alipay.",
        "<!DOCTYPE html><html></html>| The answer has a DOCTYPE.",
        "<!DOCTYPE alipay><alipay><is_success>T</is_success></alipay>| The answer has a DOCTYPE.",
        "T| The answer is not well-formed XML.",
        "success| The answer is not well-formed XML.",
        "{\"is_success\":\"T\"}| The answer is not well-formed XML.",
        "<alipay><is_success>T</is_success>| The answer is not well-formed XML.",
        "<alipay><is_success>T</is_success></alipay| The answer is not well-formed XML.",
        "<alipay><is_success>T</is_succ| The answer is not well-formed XML.",
        "<alipay><is_success>T</is_success></alipay><alipay/>| The answer is not well-formed XML.",
        "<alipay><is_success>T</is_success></alipay>T| The answer is not well-formed XML.",
        "<alipay><is_success>&t;</is_success></alipay>| The answer is not well-formed XML.",
        "<?xml version='1.0' encoding='klingon'?><alipay/>| The answer is not well-formed XML.",
        "<?xml version='1.0'?><?xml version='1.0'?><alipay/>| The answer is not well-formed XML.",
        "<br><br>| The answer's root is not alipay.",
      })
  void everything_else_is_unreadable(String xml, String reason) {
    assertThat(read(xml)).isEqualTo(new Answer.Unreadable(reason));
  }

  @Test
  void a_truncated_answer_is_unreadable() {
    String xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay>" + T + "</alipay>";
    byte[] whole = xml.getBytes(StandardCharsets.US_ASCII);

    for (int length = 0; length < whole.length; length++) {
      assertThat(reader.read(Arrays.copyOf(whole, length))).isInstanceOf(Answer.Unreadable.class);
    }
    assertThat(reader.read(whole)).isEqualTo(new Answer.Accepted(""));
  }

  @Test
  void reads_64_kib_and_no_more() {
    String xml = "<alipay>" + T + "</alipay>";
    String full = xml + " ".repeat(64 * 1024 - xml.length());

    assertThat(read(full)).isEqualTo(new Answer.Accepted(""));
    assertThat(read(full + " "))
        .isEqualTo(new Answer.Unreadable("The answer is longer than 65536 bytes."));
  }

  @Test
  void a_code_has_at_most_128_characters() {
    String code = "A".repeat(128);

    assertThat(read("<alipay><is_success>F</is_success><error>" + code + "</error></alipay>"))
        .isEqualTo(new Answer.Declined(code));
    assertThat(read("<alipay><is_success>F</is_success><error>" + code + "A</error></alipay>"))
        .isEqualTo(new Answer.Unreadable("The answer is F without a code."));
  }

  @Test
  void limits_depth_and_attributes() {
    String deep = "<a>".repeat(5000) + "</a>".repeat(5000);
    StringBuilder wide = new StringBuilder("<a");
    for (int i = 0; i < 5000; i++) {
      wide.append(" a").append(i).append("=''");
    }

    assertThat(read("<alipay>" + deep + T + "</alipay>")).isInstanceOf(Answer.Unreadable.class);
    assertThat(read("<alipay>" + wide + "/>" + T + "</alipay>"))
        .isInstanceOf(Answer.Unreadable.class);
  }

  @Test
  void opens_no_file_and_no_connection(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "T");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String http = "http://127.0.0.1:" + server.getLocalPort() + "/e";

      for (String doctype :
          new String[] {
            "<!DOCTYPE alipay [<!ENTITY t SYSTEM '" + file.toUri() + "'>]>",
            "<!DOCTYPE alipay [<!ENTITY t SYSTEM '" + http + "'>]>",
            "<!DOCTYPE alipay SYSTEM '" + http + "'>",
            "<!DOCTYPE alipay [<!ENTITY % t SYSTEM '" + http + "'> %t;]>",
          }) {
        assertThat(read(doctype + "<alipay><is_success>&t;</is_success></alipay>"))
            .isInstanceOf(Answer.Unreadable.class);
      }

      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void expands_no_entities() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE alipay [<!ENTITY a0 'lol'>");
    for (int i = 1; i < 30; i++) {
      bomb.append("<!ENTITY a").append(i).append(" '").append(("&a" + (i - 1) + ";").repeat(10));
      bomb.append("'>");
    }
    bomb.append("]><alipay><is_success>&a29;</is_success></alipay>");

    Answer answer = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> read(bomb.toString()));

    assertThat(answer).isEqualTo(new Answer.Unreadable("The answer has a DOCTYPE."));
  }

  @Test
  void never_throws_on_random_bytes() {
    Random random = new Random(20260101);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      assertThat(reader.read(body)).isInstanceOf(Answer.Unreadable.class);
    }
  }

  @Test
  void never_throws_on_a_damaged_answer_and_never_makes_a_refusal_a_success() {
    Random random = new Random(20260102);
    byte[] whole =
        ("<?xml version=\"1.0\" encoding=\"GBK\"?>\n<alipay><request><p n='a'>x</p></request>"
                + F
                + "</alipay>")
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 50_000; i++) {
      byte[] body = whole.clone();
      for (int faults = 1 + random.nextInt(4); faults > 0; faults--) {
        byte fault = (byte) random.nextInt(256);
        // F and T differ by one character, so a change of F to T cannot be detected.
        body[random.nextInt(body.length)] = fault == 'T' ? (byte) '<' : fault;
      }
      assertThat(reader.read(body)).isNotInstanceOf(Answer.Accepted.class);
    }
  }

  @Test
  void shows_nothing_of_the_answer_in_a_reason() {
    Answer answer = read("<alipay><is_success>payee@example.com</is_success></alipay>");

    assertThat(answer.toString()).doesNotContain("payee");
  }

  private Answer read(String xml) {
    return reader.read(xml.getBytes(StandardCharsets.UTF_8));
  }
}
