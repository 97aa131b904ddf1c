package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import payout.batch.Characters;

/** The hand-written scan agrees with Java's own classes. */
class CharacterScanTest {

  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
  private static final Pattern MOBILE = Pattern.compile("[0-9]{11}");

  private final CharacterScan scan = new CharacterScan();

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(12);
    Arbitrary<String> edges =
        Arbitraries.strings()
            .withChars(
                'a', '^', '|', ' ', '~', '\t', '\u001f', '\u007f', '\u0080', '\u009f', '\u00a0',
                '\u07ff', '\u0800', '\u2028', '\u2029', '毛', '\ud7ff', '\u200b', '\u3164', '\u4e00',
                '\u9fff', '\udb40', '\ud800', '\udbff', '\udc00', '\udfff', '\ue000', '\uffff')
            .ofMaxLength(6);
    return Arbitraries.oneOf(any, edges);
  }

  @Provide
  Arbitrary<String> accounts() {
    Arbitrary<String> near =
        Arbitraries.strings()
            .withChars(
                'a', '@', '.', ' ', '\t', '\n', '\u000b', '\f', '\r', '\u001c', '\u0085', '\u00a0',
                '\u2028', '\ud83d', '\ude00')
            .ofMaxLength(6);
    Arbitrary<String> digits =
        Arbitraries.strings().withChars("0123456789１@").ofMinLength(10).ofMaxLength(12);
    Arbitrary<String> mobiles = Arbitraries.strings().numeric().ofLength(11);
    return Arbitraries.oneOf(near, digits, mobiles);
  }

  @Property(tries = 20_000)
  void the_characters_of_a_value_are_classified_as_java_does(@ForAll("values") String value) {
    scan.scan(value);

    assertThat(scan.hasSeparator()).isEqualTo(value.contains("^") || value.contains("|"));
    assertThat(scan.hasControl())
        .isEqualTo(
            value
                .chars()
                .anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029'));
    assertThat(scan.hidden() != 0)
        .isEqualTo(
            value
                .codePoints()
                .anyMatch(
                    c ->
                        Characters.hidesText(c)
                            && !Character.isISOControl(c)
                            && c != 0x2028
                            && c != 0x2029
                            && (c < 0xd800 || c > 0xdfff)));
    assertThat(scan.areAscii()).isEqualTo(value.chars().allMatch(c -> c < 0x80));
    assertThat(scan.areWhole()).isEqualTo(StandardCharsets.UTF_8.newEncoder().canEncode(value));
    if (scan.areWhole()) {
      assertThat(scan.utf8Bytes()).isEqualTo(value.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Property(tries = 20_000)
  void an_account_is_valid_when_one_of_two_patterns_matches(@ForAll("accounts") String text) {
    assertThat(PayeeAccount.isOne(text))
        .isEqualTo(EMAIL.matcher(text).matches() || MOBILE.matcher(text).matches());
  }
}
