package payout.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of a page, as a browser reads them. */
public final class PageForms {

  private static final Pattern INPUT = Pattern.compile("<input\\b([^>]*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");

  private PageForms() {}

  /** The hidden fields of the form with this action, but for its token. */
  public static Map<String, String> hidden(ConsoleClient.Answer page, String action) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher input = INPUT.matcher(form(page, action));
    while (input.find()) {
      Map<String, String> attributes = attributes(input.group(1));
      if ("hidden".equals(attributes.get("type")) && !"token".equals(attributes.get("name"))) {
        fields.put(attributes.get("name"), attributes.getOrDefault("value", ""));
      }
    }
    return fields;
  }

  /** Whether a page has a form with this action. */
  public static boolean isThere(ConsoleClient.Answer page, String action) {
    return page.body().contains("action=\"" + action + "\"");
  }

  private static String form(ConsoleClient.Answer page, String action) {
    int at = page.body().indexOf("action=\"" + action + "\"");
    if (at < 0) {
      throw new AssertionError("No form " + action + ": " + page);
    }
    return page.body().substring(at, page.body().indexOf("</form>", at));
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher each = ATTRIBUTE.matcher(text);
    while (each.find()) {
      attributes.put(
          each.group(1),
          each.group(2)
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&#34;", "\"")
              .replace("&#39;", "'")
              .replace("&amp;", "&"));
    }
    return attributes;
  }
}
