package payout.gateway;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.xml.deser.FromXmlParser;
import java.io.IOException;

/**
 * The two children of {@code alipay} that matter. All others are skipped with everything in them:
 * {@code request} may hold an element named {@code error} that is not the answer's.
 */
final class AnswerFields {

  /** The name under which Jackson reports text between the children. */
  private static final String LOOSE_TEXT = "";

  private String isSuccess;
  private String error;

  /** Reads all children of the root element that the parser is at. */
  void readFrom(FromXmlParser parser) throws IOException, MalformedException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedException("The answer has no is_success.");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "is_success" -> isSuccess = once(isSuccess, text(parser, value));
        case "error" -> error = once(error, text(parser, value));
        case LOOSE_TEXT ->
            throw new MalformedException("The answer has text between its elements.");
        default -> parser.skipChildren();
      }
    }
  }

  /** The text of {@code is_success}. */
  String isSuccess() throws MalformedException {
    if (isSuccess == null) {
      throw new MalformedException("The answer has no is_success.");
    }
    return isSuccess;
  }

  /** The text of {@code error}; empty when there is none. */
  String error() {
    return error == null ? "" : error;
  }

  private static String once(String before, String now) throws MalformedException {
    if (before != null) {
      throw new MalformedException("The answer holds is_success or error twice.");
    }
    return now;
  }

  private static String text(FromXmlParser parser, JsonToken value)
      throws IOException, MalformedException {
    if (value != JsonToken.VALUE_STRING) {
      throw new MalformedException("The answer has more than text where text is expected.");
    }
    return parser.getText();
  }

  /** Ends the reading of an answer at the first fault; never leaves the reader. */
  static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String reason) {
      super(reason);
    }
  }
}
