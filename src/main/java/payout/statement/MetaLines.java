package payout.statement;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import payout.batch.Money;

/** What the lines around the rows say: account, period, totals, end. */
final class MetaLines {

  private static final String TIME =
      "[\\[【]?([0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}日?(?:[ T]+[0-9]{1,2}:[0-9]{2}"
          + "(?::[0-9]{2})?)?)[\\]】]?";

  private static final Pattern ACCOUNT = Pattern.compile("#账号[：:](.*)");
  private static final Pattern PARTNER = Pattern.compile("(?<![0-9])(2088[0-9]{12})(?:0156)?");
  private static final Pattern PERIOD =
      Pattern.compile("起始日期[：:]\\s*" + TIME + "\\s*,*\\s*#?终止日期[：:]\\s*" + TIME);
  private static final Pattern EXPORTED = Pattern.compile("导出时间[：:]\\s*" + TIME);
  private static final Pattern TOTAL =
      Pattern.compile(
          "#(支出|收入)合计[：:]\\s*([0-9]{1,9})笔[，,]\\s*共\\s*(-?[0-9]{1,15}(?:\\.[0-9]{1,2})?)元");

  private String account = "";
  private LocalDateTime from;
  private LocalDateTime to;
  private LocalDateTime exportedAt;
  private Tally out;
  private Tally in;
  private boolean ended;
  private boolean differ;

  /** Takes a line that is no row; what says nothing is passed over. */
  void take(String line) {
    Matcher named = ACCOUNT.matcher(line);
    if (named.find()) {
      partner(named.group(1)).ifPresent(this::setAccount);
    }
    Matcher period = PERIOD.matcher(line);
    if (period.find()) {
      from = same(from, time(period.group(1)));
      to = same(to, time(period.group(2)));
    }
    Matcher exported = EXPORTED.matcher(line);
    if (exported.find()) {
      exportedAt = same(exportedAt, time(exported.group(1)));
    }
    Matcher total = TOTAL.matcher(line);
    if (total.find()) {
      takeTotal(total);
    }
    ended |= line.contains("列表结束");
  }

  private void takeTotal(Matcher total) {
    String amount = total.group(3);
    Money sum = Money.parse(amount.startsWith("-") ? amount.substring(1) : amount);
    Tally stated = new Tally(Long.parseLong(total.group(2)), sum);
    if (total.group(1).equals("支出")) {
      out = same(out, stated);
    } else {
      in = same(in, stated);
    }
  }

  private void setAccount(String partner) {
    account = account.isEmpty() ? partner : same(account, partner);
  }

  private static Optional<String> partner(String text) {
    Matcher digits = PARTNER.matcher(text);
    if (!digits.find()) {
      return Optional.empty();
    }
    int end = digits.end();
    boolean goesOn = end < text.length() && Character.isDigit(text.charAt(end));
    return goesOn ? Optional.empty() : Optional.of(digits.group(1));
  }

  private static LocalDateTime time(String text) {
    return Cells.time(text.contains(":") ? text : text + " 00:00").orElse(null);
  }

  /** A line that comes again must say the same. */
  private <T> T same(T before, T now) {
    differ |= now == null || before != null && !before.equals(now);
    return now;
  }

  String account() {
    return account;
  }

  LocalDateTime from() {
    return from;
  }

  LocalDateTime to() {
    return to;
  }

  LocalDateTime exportedAt() {
    return exportedAt;
  }

  Tally out() {
    return out;
  }

  Tally in() {
    return in;
  }

  boolean ended() {
    return ended;
  }

  /** Whether two lines contradict each other, or one names a time that there is not. */
  boolean differ() {
    return differ;
  }
}
