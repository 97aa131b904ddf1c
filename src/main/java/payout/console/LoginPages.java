package payout.console;

import java.util.List;
import java.util.Map;
import payout.console.Doorkeeper.Entry;

/** Logging in and out, and the language. */
final class LoginPages {

  private final Templates templates;
  private final Doorkeeper doorkeeper;
  private final Cookies cookies;

  LoginPages(Templates templates, Doorkeeper doorkeeper, Cookies cookies) {
    this.templates = templates;
    this.doorkeeper = doorkeeper;
    this.cookies = cookies;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/login", this::form),
        Endpoint.open("POST", "/login", this::logIn),
        Endpoint.page("POST", "/logout", Role.VIEWER, this::logOut),
        Endpoint.open("POST", "/language", this::setLanguage));
  }

  private Reply form(Visit visit) {
    return templates.page(visit, "login", Map.of("name", "", "failure", ""));
  }

  private Reply logIn(Visit visit) {
    String name = visit.form().get("user").strip();
    Entry entry =
        doorkeeper.logIn(
            name, visit.form().get("password"), visit.form().get("code"), visit.address());
    return switch (entry.verdict()) {
      case WELCOME -> Reply.redirect("/").with("Set-Cookie", cookies.session(entry.secret()));
      case WRONG -> again(401, visit, name, "login.wrong");
      case TOO_MANY -> again(429, visit, name, "login.too-many");
    };
  }

  private Reply again(int status, Visit visit, String name, String failure) {
    return templates.page(status, visit, "login", Map.of("name", name, "failure", failure));
  }

  private Reply logOut(Visit visit) {
    doorkeeper.logOut(visit.visitor(), visit.address());
    return Reply.redirect("/login").with("Set-Cookie", cookies.noSession());
  }

  private Reply setLanguage(Visit visit) {
    String wanted = Texts.language(visit.form().get("to")).toLanguageTag();
    return Reply.redirect(back(visit.form().get("back")))
        .with("Set-Cookie", cookies.language(wanted));
  }

  /** Only a page of ours: a path of one slash and harmless characters. */
  static String back(String path) {
    return path.matches("/[A-Za-z0-9][A-Za-z0-9/._-]*") && !path.contains("//") ? path : "/";
  }
}
