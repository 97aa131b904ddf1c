package payout.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Payout files in the plain layout, the same for the same seed: five fields, Chinese names, about
 * 67 bytes per line.
 */
final class PayoutData {

  private static final String SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜";
  private static final String GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红健";

  private PayoutData() {}

  /** How the serial numbers of a file follow each other. */
  enum Order {
    /** Each is one more than the one before, which is the best case for an index. */
    SEQ,
    /** Like UUIDs. */
    RANDOM
  }

  /**
   * The file with so many lines; written once and kept for the next run.
   *
   * @param seed another seed makes a file with other serials
   */
  static Path file(Path folder, long lines, Order order, long seed) throws IOException {
    Path file = folder.resolve("pay-" + lines + "-" + order + "-" + seed + ".csv");
    if (Files.exists(file)) {
      return file;
    }
    Path unfinished = folder.resolve(file.getFileName() + ".part");
    try (BufferedWriter out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
      write(out, lines, order, new SplittableRandom(seed), seed);
    }
    return Files.move(unfinished, file);
  }

  private static void write(
      BufferedWriter out, long lines, Order order, SplittableRandom random, long seed)
      throws IOException {
    out.write("serial_no,payee_account,payee_name,amount,remark\n");
    for (long i = 1; i <= lines; i++) {
      String serial =
          order == Order.SEQ
              ? String.format("%04d%016d", seed % 10_000, i)
              : String.format("%016x%04x", random.nextLong(), i & 0xFFFF);
      out.write(serial);
      out.write(',');
      out.write(account(random));
      out.write(',');
      out.append(oneOf(SURNAMES, random)).append(oneOf(GIVEN, random)).append(oneOf(GIVEN, random));
      long fen = 1 + random.nextLong(20_000);
      out.write("," + fen / 100 + '.' + fen / 10 % 10 + fen % 10 + ",工资\n");
    }
  }

  private static String account(SplittableRandom random) {
    int number = random.nextInt(100_000_000);
    return number % 2 == 0
        ? "138" + String.format("%08d", number)
        : "payee" + number + "@company.example";
  }

  private static char oneOf(String characters, SplittableRandom random) {
    return characters.charAt(random.nextInt(characters.length()));
  }
}
