package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RowTextTest {

  @Provide
  Arbitrary<List<String>> values() {
    Arbitrary<String> any = Arbitraries.strings().excludeChars('\t', '\n').ofMaxLength(20);
    Arbitrary<String> edges =
        Arbitraries.strings()
            .withChars(
                'a', '\u007f', '\u0080', '\u07ff', '\u0800', '毛', '\ud800', '\udbff', '\udc00',
                '\udfff', '\ue000', '\uffff')
            .ofMaxLength(6);
    return Arbitraries.oneOf(any, edges).list().ofMaxSize(8);
  }

  @Property(tries = 5000)
  void writes_the_bytes_that_java_writes(@ForAll("values") List<String> values) {
    RowText text = new RowText(4);
    StringBuilder same = new StringBuilder();
    for (String value : values) {
      text.add(value, RowText.FIELD);
      same.append(value).append(RowText.FIELD);
    }

    assertThat(text.bytes()).isEqualTo(same.toString().getBytes(StandardCharsets.UTF_8));
  }
}
