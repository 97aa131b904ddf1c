package payout.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import payout.gateway.KeyPairText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code payout keys …}: the pair of keys with which requests are signed. */
@Command(
    name = "keys",
    description = "Makes and checks the keys with which requests are signed.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysCommand.Generate.class, KeysCheck.class})
final class KeysCommand extends CommandGroup {

  /** The file of the private key in the folder of {@code keys generate}. */
  static final String PRIVATE_FILE = "merchant-private.pem";

  /** The file of the public key in the folder of {@code keys generate}. */
  static final String PUBLIC_FILE = "merchant-public.pem";

  @Override
  String example() {
    return "payout keys check";
  }

  /** {@code payout keys generate}. */
  @Command(
      name = "generate",
      description =
          "Makes an RSA pair in a folder, and prints the public key for the gateway's page.",
      mixinStandardHelpOptions = true)
  static final class Generate implements Callable<Integer> {

    private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "the folder for the two files")
    private Path folder;

    @Option(
        names = "--bits",
        defaultValue = "2048",
        paramLabel = "N",
        description = "the size: 2048 (the default), 3072 or 4096")
    private int bits;

    @Override
    public Integer call() {
      if (!SIZES.contains(bits)) {
        throw new ParameterException(
            spec.commandLine(), "The size of a pair is 2048, 3072 or 4096 bits, not " + bits + ".");
      }
      Path own = folder.resolve(PRIVATE_FILE);
      Path half = folder.resolve(PUBLIC_FILE);
      makeFolder();
      refuseExisting(own);
      refuseExisting(half);
      KeyPairText pair = KeyPairText.generate(bits);
      write(own, pair.privatePem());
      write(half, pair.publicPem());
      tell(pair, own);
      return 0;
    }

    private void tell(KeyPairText pair, Path own) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "The private key of "
              + pair.bits()
              + " bits is in "
              + own
              + "; set payout.private-key-file to it, and show it to nobody. The next line is the"
              + " public key: enter it on the gateway's page, and put the gateway's own public key"
              + " into a file for payout.gateway-public-key-file.");
      err.flush();
      spec.commandLine().getOut().println(pair.publicLine());
      spec.commandLine().getOut().flush();
    }

    private void makeFolder() {
      try {
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(folder, mode("rwx------"));
        }
      } catch (IOException e) {
        throw new RefusedToStartException("The folder " + folder + " cannot be made: " + e + ".");
      }
    }

    private static void refuseExisting(Path file) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new RefusedToStartException(
            file + " is there already, and a key is never overwritten. Name another folder.");
      }
    }

    /** Created for its owner alone before a byte is in it, and only where nothing was. */
    private static void write(Path file, String text) {
      try {
        Files.createFile(file, mode("rw-------"));
        Files.write(
            file,
            text.getBytes(StandardCharsets.US_ASCII),
            StandardOpenOption.WRITE,
            StandardOpenOption.SYNC);
      } catch (FileAlreadyExistsException there) {
        refuseExisting(file);
      } catch (IOException e) {
        throw new UncheckedIOException(
            new IOException("The file " + file + " cannot be written: " + e + ".", e));
      }
    }

    private static FileAttribute<?> mode(String permissions) {
      return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
  }
}
