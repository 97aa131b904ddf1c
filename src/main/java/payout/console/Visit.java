package payout.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request that may be made: its visitor has the role, and a form has its token.
 *
 * @param visitor who makes it
 * @param path the parts of the address that are not fixed, by their names, decoded
 * @param query the fields of the address
 * @param form the fields of the form
 * @param uploads the files of the form, or the file that is the body of a call
 * @param call what else a program sent
 * @param language the language of the page
 * @param address of the caller, see {@link CallerAddress}
 * @param isPartial whether the page is asked for by htmx, to replace a part of it
 */
public record Visit(
    Visitor visitor,
    Map<String, String> path,
    Params query,
    Params form,
    List<Upload> uploads,
    CallInput call,
    Locale language,
    String address,
    boolean isPartial) {

  /** Names the showing of the form that was sent: the same form sent twice has the same key. */
  public String formKey() {
    return FormTokens.key(form.get(FormTokens.FIELD));
  }
}
