package payout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import payout.config.ConfiguredKeys;
import payout.gateway.KeyFingerprint;
import payout.gateway.KeyPairText;
import payout.gateway.SignType;
import payout.gateway.UnusableKeyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code payout keys check}: whether the keys of the settings, of a folder or of given files can be
 * used, said in sentences. What does not fit is found here, and not by a request that the gateway
 * refuses.
 */
@Command(
    name = "check",
    description = "Proves that a pair of keys fits, by a signature, and says its size.",
    mixinStandardHelpOptions = true)
final class KeysCheck implements Callable<Integer> {

  private static final int WEAK_BELOW = 2048;
  private static final int BYTES_MAX = 65_536;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "the folder that keys generate made; without it, the keys of the settings")
  private Path folder;

  @Option(names = "--private-key", paramLabel = "FILE", description = "the private key")
  private Path privateKey;

  @Option(names = "--public-key", paramLabel = "FILE", description = "its public half")
  private Path publicKey;

  private SignType type = SignType.RSA;
  private boolean isWhole = true;

  /** 0 when everything fits, 1 when something does not. */
  @Override
  public Integer call() {
    if (folder != null && (privateKey != null || publicKey != null)) {
      throw misused("Name either a folder or files.");
    }
    if (publicKey != null && privateKey == null) {
      throw misused("--public-key needs --private-key, whose other half it should be.");
    }
    try {
      if (folder != null) {
        checkPair(
            folder.resolve(KeysCommand.PRIVATE_FILE), folder.resolve(KeysCommand.PUBLIC_FILE));
      } else if (privateKey != null) {
        checkPair(privateKey, publicKey);
      } else {
        checkConfigured(ProcessEnvironment.settings().keys());
      }
    } catch (UnusableKeyException e) {
      wrong(e.getMessage());
    }
    return isWhole ? 0 : 1;
  }

  private void checkConfigured(ConfiguredKeys keys) {
    type = SignType.valueOf(keys.type());
    if (type == SignType.MD5) {
      throw new RefusedToStartException(
          "payout.sign-type is MD5, which has one shared key and no pair to check.");
    }
    if (keys.privateKey().isEmpty()) {
      throw new RefusedToStartException(
          "payout.private-key-file is not set. Set it, or name the files: bin/payout keys check"
              + " --private-key FILE --public-key FILE");
    }
    Path own = keys.privateKey().get();
    Path half = own.resolveSibling(KeysCommand.PUBLIC_FILE);
    KeyPairText pair = checkPair(own, Files.exists(half) ? half : null);
    if (keys.gatewayPublicKey().isPresent()) {
      checkGateway(pair, keys.gatewayPublicKey().get());
    } else {
      wrong("payout.gateway-public-key-file is not set; without it no notify can be believed.");
    }
  }

  private KeyPairText checkPair(Path own, Path half) {
    KeyPairText pair = pair(own);
    say(own + " holds a private key: " + type + ", " + size(pair.bits()));
    if (half == null) {
      requireFit(pair, pair.publicPem(), "the public key that belongs to it");
    } else {
      requireFit(pair, text(half), half.toString());
    }
    say("The public key for the gateway's page, which must be there as it is here:");
    spec.commandLine().getOut().println(pair.publicLine());
    return pair;
  }

  /** Given files may hold either type. */
  private KeyPairText pair(Path own) {
    String text = text(own);
    try {
      return KeyPairText.of(text, type);
    } catch (UnusableKeyException notOfThisType) {
      if (folder == null && privateKey == null) {
        throw notOfThisType;
      }
      try {
        KeyPairText pair = KeyPairText.of(text, SignType.DSA);
        type = SignType.DSA;
        return pair;
      } catch (UnusableKeyException neither) {
        throw notOfThisType;
      }
    }
  }

  private void requireFit(KeyPairText pair, String half, String name) {
    if (pair.fits(half)) {
      say("The pair fits: " + name + " verifies what the private key signed.");
    } else {
      wrong(name + " is the half of another pair: it does not verify what the private key signed.");
    }
  }

  private void checkGateway(KeyPairText pair, Path file) {
    String text = text(file);
    int bits = KeyPairText.publicBits(text, type);
    if (pair.fits(text)) {
      wrong(
          file
              + " holds our own public key. payout.gateway-public-key-file must be the key that the"
              + " gateway shows on its page; with ours, every notify would be refused.");
      return;
    }
    say(
        file
            + " holds a public key: "
            + type
            + ", "
            + bits
            + " bits, fingerprint "
            + KeyFingerprint.ofGateway(type, text)
            + ". That it is the gateway's, only its page can tell: compare the two.");
  }

  private static String size(int bits) {
    return bits < WEAK_BELOW
        ? bits + " bits, which is weak today: make a new pair of 2048 bits (keys generate)."
        : bits + " bits, which is strong enough.";
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RefusedToStartException("The file " + file + " cannot be read: " + e + ".");
    }
  }

  private void say(String sentence) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(sentence);
    out.flush();
  }

  private void wrong(String sentence) {
    isWhole = false;
    spec.commandLine().getErr().println("payout: " + sentence);
    spec.commandLine().getErr().flush();
  }

  private ParameterException misused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
