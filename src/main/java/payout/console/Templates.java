package payout.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pages in {@code src/main/jte}, which the build made classes of. */
public final class Templates {

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
  private final Page.Frame frame;

  Templates(Page.Frame frame) {
    this.frame = frame;
  }

  /** A page without values of its own. */
  public Reply page(Visit visit, String template) {
    return page(200, visit, template, Map.of());
  }

  /** A page; every template has the parameter {@code page}. */
  public Reply page(Visit visit, String template, Map<String, Object> values) {
    return page(200, visit, template, values);
  }

  /** The same with another status. */
  public Reply page(int status, Visit visit, String template, Map<String, Object> values) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("page", new Page(visit, frame));
    return Reply.html(status, out -> engine.render(template + ".jte", all, out));
  }
}
