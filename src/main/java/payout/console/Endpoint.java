package payout.console;

import java.util.Optional;

/**
 * A row of the table of addresses: who may call it, and what answers.
 *
 * @param method GET or POST
 * @param path with {@code :name} for a part that is not fixed
 * @param role the role that it takes; empty where nobody has to be logged in
 * @param kind what calls it, and what its body is
 * @param lane whose threads answer it
 * @param action what answers
 */
public record Endpoint(
    String method, String path, Optional<Role> role, Kind kind, Lane lane, Action action) {

  /** What calls an address. */
  public enum Kind {
    /** A browser with the cookie of a session; a form has its token. */
    PAGE,
    /** The same with files in the form. */
    UPLOAD,
    /** A program with a token, and JSON as its body. */
    CALL,
    /** A program with a token, and a file as its body. */
    FILE_CALL
  }

  /** Whose threads answer: what takes long in one lane holds up nothing in another. */
  public enum Lane {
    /** What is answered at once. */
    PAGE,
    /** A file that is stored. */
    SUBMISSION,
    /** What takes as long as its caller takes to read it. */
    DOWNLOAD
  }

  /** Answers a request; runs on a worker thread and may wait for the ledger. */
  @FunctionalInterface
  public interface Action {
    /**
     * Answers.
     *
     * @throws RefusedException with a sentence for the caller
     */
    Reply answer(Visit visit);
  }

  /** A page that anybody may ask for. */
  static Endpoint open(String method, String path, Action action) {
    return new Endpoint(method, path, Optional.empty(), Kind.PAGE, Lane.PAGE, action);
  }

  /** A page that takes a role. */
  static Endpoint page(String method, String path, Role role, Action action) {
    return new Endpoint(method, path, Optional.of(role), Kind.PAGE, Lane.PAGE, action);
  }

  /** A form with files that takes a role. */
  static Endpoint upload(String path, Role role, Action action) {
    return new Endpoint("POST", path, Optional.of(role), Kind.UPLOAD, Lane.SUBMISSION, action);
  }

  /** A call of a program that takes a role. */
  static Endpoint call(String method, String path, Role role, Action action) {
    return new Endpoint(method, path, Optional.of(role), Kind.CALL, Lane.PAGE, action);
  }

  /** A call of a program with a file as its body. */
  static Endpoint fileCall(String path, Role role, Action action) {
    return new Endpoint("POST", path, Optional.of(role), Kind.FILE_CALL, Lane.SUBMISSION, action);
  }

  /** A call that anybody may make. */
  static Endpoint openCall(String method, String path, Action action) {
    return new Endpoint(method, path, Optional.empty(), Kind.CALL, Lane.PAGE, action);
  }

  /** The same, whose answer may be so long that its caller takes long to read it. */
  Endpoint forDownload() {
    return new Endpoint(method, path, role, kind, Lane.DOWNLOAD, action);
  }

  /** Every address that is not in the table. */
  static Endpoint nothing(Kind kind) {
    return new Endpoint(
        "GET",
        "/*",
        Optional.empty(),
        kind,
        Lane.PAGE,
        visit -> {
          throw RefusedException.of(404, "failure.404");
        });
  }

  /** Whether a body is read; another one ends the connection. */
  boolean hasBody() {
    return method.equals("POST");
  }

  /** Whether a program calls it, which wants errors as problem+json. */
  boolean isCall() {
    return kind == Kind.CALL || kind == Kind.FILE_CALL;
  }
}
