package payout.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.RequestCharset;
import payout.gateway.GatewayCodes;
import payout.inbox.InboxFile;
import payout.inbox.Intake;
import payout.inbox.IntakeRules;
import payout.inbox.IntakeSession;
import payout.inbox.LineLimits;
import payout.inbox.OpenFile;
import payout.inbox.ReadWatch;
import payout.inbox.Row;
import payout.inbox.WarningRules;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.IntakeStore;
import payout.ledger.Ledger;
import payout.ledger.Lookback;
import payout.ledger.sql.LedgerAddress;

/**
 * The intake of the product alone, from the opened file to its commit, with or without the index of
 * accounts, and the look for repeats. Nothing is sent.
 */
final class IntakeOnly implements Contestant {

  private static final Money AMOUNT_MAX = Money.parse("100000000000.00");
  private static final WarningRules SHIPPED =
      new WarningRules(
          3, 20, null, WarningRules.GATEWAY_REMARK_MIN, GatewayCodes.load()::isAboutPayee);
  private static final Payer PAYER =
      new Payer(
          Product.PARTNER,
          "payer@company.example",
          "毛毛有限公司",
          "",
          "",
          "http://127.0.0.1/gateway.do",
          RequestCharset.UTF_8);

  private final boolean withAccounts;
  private final boolean withRepeats;
  private Ledger ledger;
  private IntakeLedger store;
  private Intake intake;

  IntakeOnly(boolean withAccounts, boolean withRepeats) {
    this.withAccounts = withAccounts;
    this.withRepeats = withRepeats;
  }

  @Override
  public void prepare(Path folder) {
    ledger =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
            "production",
            new ChinaClock(Clock.systemUTC()));
    store = ledger.intake(Language.EN);
    IntakeRules rules =
        new IntakeRules(
            PAYER,
            "auto",
            false,
            new LineLimits(32, AMOUNT_MAX, true, StandardCharsets.UTF_8),
            1000,
            9_000_000,
            1L << 30,
            AMOUNT_MAX,
            false,
            Language.EN,
            folder,
            withRepeats ? SHIPPED : WarningRules.NONE);
    intake = new Intake(rules, withAccounts ? store : withoutAccounts(store));
  }

  /** The same store, which leaves the accounts to the backlog. */
  private static IntakeStore withoutAccounts(IntakeLedger store) {
    return (IntakeStore)
        Proxy.newProxyInstance(
            IntakeStore.class.getClassLoader(),
            new Class<?>[] {IntakeStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("addAccounts")) {
                return Lookback.Found.NOTHING;
              }
              if (method.getName().equals("accept")) {
                return store.accept((FileRecord) arguments[0], (IntakeStore.Decision) arguments[1]);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public void pay(Path file) throws Exception {
    FileClaim claim = ledger.claims().claim("inbox", file.getFileName().toString()).orElseThrow();
    try (OpenFile open = OpenFile.open(file, ReadWatch.NONE)) {
      InboxFile arrived = intake.inspect(open, "inbox", file.getFileName().toString());
      FileRecord begun = store.arrive(claim, intake.arrival(arrived)).file();
      FileRecord decided = read(begun, arrived);
      if (decided.state() != FileState.ACCEPTED) {
        throw new IllegalStateException("The file was not accepted: " + decided.reason());
      }
    }
  }

  private FileRecord read(FileRecord file, InboxFile arrived) throws Exception {
    try (IntakeSession session = intake.open(file, arrived)) {
      Iterator<List<Row>> chunks = session.chunks();
      while (chunks.hasNext()) {
        session.aggregate(session.check(session.bind(chunks.next())));
      }
      return session.decide();
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
