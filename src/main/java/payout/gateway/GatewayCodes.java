package payout.gateway;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import payout.batch.Language;
import payout.batch.LineResult;
import payout.batch.Words;

/**
 * The gateway's codes with their class and meaning: those of the document's tables 10-1 and 10-2,
 * and those that are known from recorded answers. The table is {@code codes.csv} in this package.
 * Where the document's scan may have misread a character, both spellings are listed.
 */
public final class GatewayCodes {

  private static final String TABLE = "codes.csv";

  private final Map<String, Code> codes;

  private GatewayCodes(Map<String, Code> codes) {
    this.codes = codes;
  }

  /**
   * Reads the table.
   *
   * @throws IllegalStateException when it is missing or damaged, which is a fault of the build
   */
  public static GatewayCodes load() {
    try (InputStream table = GatewayCodes.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException("The table of the gateway's codes is missing.");
      }
      return read(new InputStreamReader(table, StandardCharsets.UTF_8));
    } catch (IOException damaged) {
      throw new IllegalStateException("The table of the gateway's codes is damaged.", damaged);
    }
  }

  private static GatewayCodes read(Reader table) throws IOException {
    Map<String, Code> codes = new HashMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(table)) {
      for (NamedCsvRecord row : rows) {
        Code code =
            new Code(
                CodeClass.of(row.getField("class")),
                row.getField("english"),
                row.getField("chinese"));
        if (codes.put(row.getField("code"), code) != null) {
          throw new IllegalStateException("The table lists " + row.getField("code") + " twice.");
        }
      }
    }
    return new GatewayCodes(Map.copyOf(codes));
  }

  /** The class of a code, as it came; {@link CodeClass#UNKNOWN} when it is not listed. */
  public CodeClass classOf(String code) {
    Code listed = codes.get(code);
    return listed == null ? CodeClass.UNKNOWN : listed.codeClass();
  }

  /** Whether the table lists the code. Case-sensitive. */
  public boolean isListed(String code) {
    return codes.containsKey(code);
  }

  /** Whether a payment that failed with the code fails again until the payee is another one. */
  public boolean isAboutPayee(String code) {
    return classOf(code) == CodeClass.PAYEE;
  }

  /** A sentence that explains a code, listed or not. */
  public String meaning(String code, Language language) {
    Code listed = codes.getOrDefault(code, Code.NOT_LISTED);
    return language == Language.EN ? listed.english() : listed.chinese();
  }

  /** Explains every code of a result in a language, also the one that an operator's act leaves. */
  public UnaryOperator<String> meanings(Language language) {
    String byHand = Words.in(language).of("settled-by-hand");
    return code -> code.equals(LineResult.BY_HAND) ? byHand : meaning(code, language);
  }

  private record Code(CodeClass codeClass, String english, String chinese) {

    static final Code NOT_LISTED =
        new Code(CodeClass.UNKNOWN, "The gateway's lists do not know this code.", "未知错误码");
  }
}
