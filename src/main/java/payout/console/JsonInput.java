package payout.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import payout.batch.Characters;
import payout.batch.FileNames;
import payout.batch.Money;

/**
 * The body of a call: one JSON object of known fields, each once. Whatever else it is, it is
 * refused with a sentence and status 400, because what is not understood must not be guessed where
 * money moves.
 */
final class JsonInput {

  private static final int DEPTH_MAX = 4;
  private static final int TEXT_MAX = 10_000;
  private static final int DIGITS_MAX = 40;
  private static final int SHOWN_BYTES = 60;

  /** A binary floating-point number keeps so many decimal digits, and no more. */
  private static final int EXACT_DIGITS = 15;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(TEXT_MAX)
                          .maxNumberLength(DIGITS_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final JsonNode object;

  private JsonInput(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads a body.
   *
   * @param known the fields that the call takes
   * @throws RefusedException with a sentence
   */
  static JsonInput read(String body, Set<String> known) {
    JsonNode object = parsed(body);
    if (object == null || !object.isObject()) {
      throw refused("The body must be one JSON object with " + listed(known) + ".");
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw refused(
                    "The body has a field "
                        + Characters.shown(FileNames.cut(name, SHOWN_BYTES))
                        + ", which this call does not take; it takes "
                        + listed(known)
                        + ".");
              }
            });
    return new JsonInput(object);
  }

  private static JsonNode parsed(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (MismatchedInputException e) {
      throw refused("The body must be one JSON object, and nothing behind it.");
    } catch (JsonProcessingException e) {
      throw refused(
          "The body is no JSON, has a field twice, or is nested too deep" + place(e) + ".");
    }
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : "; see line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** Whether the field is there, and not null. */
  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** A text that is not empty. */
  String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw refused("The field " + name + " must be a text that is not empty.");
    }
    return value.textValue();
  }

  /** The same; empty when it is missing. */
  String textOr(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  /** A list of texts with at least one, and none of them empty. */
  List<String> texts(String name) {
    JsonNode value = required(name);
    List<String> texts = new ArrayList<>();
    value.forEach(each -> texts.add(each.isTextual() ? each.textValue() : ""));
    if (!value.isArray() || texts.isEmpty() || texts.contains("")) {
      throw refused("The field " + name + " must be a list of texts with at least one.");
    }
    return texts;
  }

  /** A whole number from 0. */
  long count(String name) {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw refused("The field " + name + " must be a whole number, as 3.");
    }
    return value.longValue();
  }

  /** True or false; false when it is missing. */
  boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!object.get(name).isBoolean()) {
      throw refused("The field " + name + " must be true or false.");
    }
    return object.get(name).booleanValue();
  }

  /**
   * An amount in yuan: a text as {@code "1234.50"}. A number is taken only if a program that
   * calculates in binary floating point cannot have changed it on its way: at most 15 digits, at
   * most two of them behind the point.
   */
  Money amount(String name) {
    JsonNode value = required(name);
    String text = value.isNumber() ? exact(value.decimalValue()) : value.asText();
    if (value.isContainerNode() || !Money.isPlain(text)) {
      throw refused(
          "The field "
              + name
              + " must be an amount in yuan as a text with two decimals, as \"1234.50\".");
    }
    return Money.parse(text);
  }

  /** Plain digits; empty for a number that may have lost some. */
  private static String exact(BigDecimal number) {
    boolean isSmall = Math.abs((long) number.precision() - number.scale()) <= EXACT_DIGITS;
    BigDecimal digits = isSmall ? number.stripTrailingZeros() : number;
    return isSmall && number.precision() <= EXACT_DIGITS ? digits.toPlainString() : "";
  }

  private JsonNode required(String name) {
    if (!has(name)) {
      throw refused("The field " + name + " is missing.");
    }
    return object.get(name);
  }

  private static String listed(Set<String> known) {
    return String.join(", ", new TreeSet<>(known));
  }

  private static RefusedException refused(String sentence) {
    return new RefusedException(400, sentence);
  }
}
