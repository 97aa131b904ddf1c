package payout.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import payout.testing.SettableClock;

/**
 * A gateway that lives in the test: it has its own book, pays whatever is posted, and lies only
 * about what it was not asked. It shares no code with the product.
 */
final class SimulatedGateway {

  static final String PARTNER = "2088002464631181";
  static final String KEY = "0123456789abcdefghijklmnopqrstuv";
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(CHINA);
  private static final List<String> REFUSALS =
      List.of(
          "ILLEGAL_ARGUMENT",
          "TRANS_NO_NOT_UNIQUE",
          "REASON_NOT_NULL",
          "NOT_ENOUGH_AMOUNT",
          "ILLEGAL_SIGN",
          "USER_BLOCKED",
          "SYSTEM_ERROR",
          "UPLOAD_FAIL",
          "NEVER_HEARD_OF");

  private final SettableClock clock;
  private final Random random;
  private final Map<String, Batch> book = new LinkedHashMap<>();
  private final Map<String, String> detailsOfNumber = new TreeMap<>();
  private final Map<String, Integer> paid = new TreeMap<>();
  private final Deque<Map<String, String>> late = new ArrayDeque<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<String> wrongs = new ArrayList<>();
  private int posts;
  private int notifyIds;
  private boolean behaves = true;
  private boolean losesNext;

  SimulatedGateway(SettableClock clock, Random random) {
    this.clock = clock;
    this.random = random;
  }

  /** Takes the next post and loses the answer. */
  void loseNextAnswer() {
    losesNext = true;
  }

  /** Whether it behaves. */
  void behaves(boolean is) {
    behaves = is;
  }

  /** What it saw that must never be. */
  List<String> wrongs() {
    return wrongs;
  }

  Map<String, Batch> book() {
    return book;
  }

  Map<String, Integer> paid() {
    return paid;
  }

  int posts() {
    return posts;
  }

  List<Notice> notices() {
    return notices;
  }

  boolean hasLatePosts() {
    return !late.isEmpty();
  }

  /** The number in a request. */
  static String batchNo(byte[] request) {
    return parse(request).get("batch_no");
  }

  /** A post over the net: the body of its answer with status 200, or how the call broke. */
  Answer post(byte[] request) throws IOException {
    posts++;
    int luck = behaves ? 99 : random.nextInt(100);
    if (luck < 6) {
      throw new ConnectException("refused");
    }
    if (luck < 12) {
      throw new SocketException("reset before it was read");
    }
    Map<String, String> form = parse(request);
    if (luck < 18) {
      late.add(form);
      throw new SocketTimeoutException("it is still on its way");
    }
    if (luck < 30) {
      return answer(REFUSALS.get(random.nextInt(REFUSALS.size())));
    }
    String code = take(form);
    if (luck < 45 || losesNext) {
      losesNext = false;
      throw new SocketTimeoutException("the answer is lost");
    }
    if (luck < 60) {
      return mangled(luck);
    }
    return answer(code);
  }

  /** A post that was long on its way arrives; nobody waits for its answer any more. */
  void lateArrival() {
    if (!late.isEmpty()) {
      take(late.remove());
    }
  }

  /** The bytes of a notify. */
  byte[] bytes(Notice notice) {
    Batch batch = book.get(notice.batchNo);
    Map<String, String> form = new TreeMap<>();
    form.put("notify_time", "2026-03-01 12:00:00");
    form.put("notify_type", "batch_trans_notify");
    form.put("notify_id", notice.id);
    form.put("batch_no", notice.batchNo);
    form.put("pay_user_id", notice.shape == Shape.OTHER_MERCHANT ? "2088999999999999" : PARTNER);
    form.put("pay_user_name", "毛毛有限公司");
    form.put("pay_account_no", PARTNER + "0156");
    form.put("success_details", details(batch, notice, true));
    form.put("fail_details", details(batch, notice, false));
    form.put("sign_type", "MD5");
    form.put("sign", sign(form));
    if (notice.shape == Shape.FORGED) {
      form.put("fail_details", form.get("success_details").replace("^S^", "^F^"));
      form.put("success_details", "");
    }
    StringBuilder body = new StringBuilder();
    form.forEach(
        (name, value) ->
            body.append(body.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, UTF_8)));
    return body.toString().getBytes(UTF_8);
  }

  /** Tells a batch once more, as it is. */
  void tellAgain(String batchNo) {
    notices.add(new Notice(batchNo, nextId(), all(book.get(batchNo)), Shape.TRUE));
  }

  private String take(Map<String, String> form) {
    String number = form.get("batch_no");
    if (!sign(form).equals(form.get("sign"))) {
      wrongs.add("a sign that does not hold, of " + number);
      return "ILLEGAL_SIGN";
    }
    String before = detailsOfNumber.putIfAbsent(number, form.get("detail_data"));
    if (before != null && !before.equals(form.get("detail_data"))) {
      wrongs.add("the number " + number + " was posted with two sets of lines");
    }
    if (book.containsKey(number)) {
      return "BATCH_NO_NOT_UNIQUE";
    }
    if (!form.get("pay_date").equals(SECONDS.format(clock.instant()).substring(0, 8))) {
      return "ILLEGAL_ARGUMENT";
    }
    Batch batch = new Batch(number, lines(form.get("detail_data")), clock.instant());
    book.put(number, batch);
    batch.lines.stream().filter(Line::isPaid).forEach(l -> paid.merge(l.serial, 1, Integer::sum));
    plan(batch);
    return "T";
  }

  private List<Line> lines(String details) {
    boolean sinks = !behaves && random.nextInt(10) == 0;
    List<Line> lines = new ArrayList<>();
    for (String record : details.split("\\|")) {
      String[] field = record.split("\\^", -1);
      boolean fails = sinks || random.nextInt(6) == 0;
      String inner = String.format(Locale.ROOT, "2026%012d", book.size() * 10_000L + lines.size());
      lines.add(
          new Line(
              field[0],
              field[1],
              field[2],
              new BigDecimal(field[3]),
              fails ? "RECEIVE_USER_NOT_EXIST" : "",
              inner));
    }
    return lines;
  }

  private void plan(Batch batch) {
    List<Integer> places = all(batch);
    if (!behaves && random.nextInt(3) == 0) {
      Collections.shuffle(places, random);
      int cut = random.nextInt(places.size() + 1);
      String id = nextId();
      addPart(batch, id, places.subList(0, cut));
      addPart(batch, random.nextBoolean() ? id : nextId(), places.subList(cut, places.size()));
      Collections.shuffle(notices, random);
    } else {
      addPart(batch, nextId(), places);
    }
    if (!behaves && random.nextInt(4) == 0) {
      Shape shape = Shape.values()[1 + random.nextInt(Shape.values().length - 1)];
      notices.add(new Notice(batch.batchNo, nextId(), all(batch), shape));
    }
  }

  private void addPart(Batch batch, String id, List<Integer> places) {
    if (!places.isEmpty()) {
      notices.add(new Notice(batch.batchNo, id, new ArrayList<>(places), Shape.TRUE));
    }
  }

  private String nextId() {
    notifyIds++;
    return String.format(Locale.ROOT, "70fec0c2730b27528665af4517c%05d", notifyIds);
  }

  private static List<Integer> all(Batch batch) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < batch.lines.size(); i++) {
      places.add(i);
    }
    return places;
  }

  private String details(Batch batch, Notice notice, boolean paidOnes) {
    StringBuilder text = new StringBuilder();
    for (int place : notice.places) {
      Line line = batch.lines.get(place);
      boolean isPaid = line.isPaid() != (notice.shape == Shape.CONTRADICTION);
      if (isPaid == paidOnes) {
        BigDecimal amount =
            notice.shape == Shape.OTHER_AMOUNT ? line.amount.add(BigDecimal.ONE) : line.amount;
        text.append(line.serial).append('^').append(line.account).append('^').append(line.name);
        text.append('^').append(amount).append(isPaid ? "^S^^" : "^F^" + line.codeOr("X") + "^");
        text.append(line.inner).append('^').append(SECONDS.format(batch.at)).append('|');
      }
    }
    return text.toString();
  }

  private static Answer answer(String code) {
    String head = "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>";
    String rest = code.equals("T") ? "T</is_success>" : "F</is_success><error>" + code + "</error>";
    return new Answer(200, (head + rest + "</alipay>").getBytes(UTF_8));
  }

  private static Answer mangled(int luck) {
    return switch (luck % 5) {
      case 0 -> new Answer(503, new byte[0]);
      case 1 -> new Answer(200, new byte[0]);
      case 2 -> new Answer(200, "<html>Sorry</html>".getBytes(UTF_8));
      case 3 -> new Answer(200, "<?xml version=\"1.0\"?><alipay><is_succ".getBytes(UTF_8));
      default -> new Answer(500, "<alipay><is_success>F</is_success></alipay>".getBytes(UTF_8));
    };
  }

  private static Map<String, String> parse(byte[] request) {
    Map<String, String> form = new TreeMap<>();
    for (String each : new String(request, UTF_8).split("&")) {
      int equals = each.indexOf('=');
      form.put(each.substring(0, equals), URLDecoder.decode(each.substring(equals + 1), UTF_8));
    }
    return form;
  }

  private static String sign(Map<String, String> form) {
    StringBuilder text = new StringBuilder();
    form.forEach(
        (name, value) -> {
          if (!name.startsWith("sign") && !value.isEmpty()) {
            text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(value);
          }
        });
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest((text + KEY).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a notify is like. */
  enum Shape {
    TRUE,
    /** Details changed under a sign that was good. */
    FORGED,
    /** Signed well, for another merchant. */
    OTHER_MERCHANT,
    /** Amounts that were never sent. */
    OTHER_AMOUNT,
    /** Paid for failed and the other way round; comes only after the truth. */
    CONTRADICTION
  }

  /** An answer. */
  record Answer(int status, byte[] body) {}

  /** A line in the book. */
  record Line(
      String serial, String account, String name, BigDecimal amount, String code, String inner) {

    boolean isPaid() {
      return code.isEmpty();
    }

    String codeOr(String other) {
      return code.isEmpty() ? other : code;
    }
  }

  /** A batch in the book. */
  record Batch(String batchNo, List<Line> lines, Instant at) {}

  /** A notify that waits for its {@code success}. */
  static final class Notice {

    final String batchNo;
    final String id;
    final List<Integer> places;
    final Shape shape;
    boolean done;

    Notice(String batchNo, String id, List<Integer> places, Shape shape) {
      this.batchNo = batchNo;
      this.id = id;
      this.places = places;
      this.shape = shape;
    }
  }
}
