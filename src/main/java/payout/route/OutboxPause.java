package payout.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.EndpointUri;
import payout.sftp.SftpFailure;
import payout.sftp.SftpProbe;

/**
 * Leaves an outbox in peace that cannot be written as a whole: for 1 s, twice as long each time, at
 * most for a minute. A file that cannot be written in an outbox that can begins no pause.
 */
public final class OutboxPause {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxPause.class);
  private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE_MAX_NS = TimeUnit.SECONDS.toNanos(60);
  private static final String PROBE = ".payout-probe.part";

  private final EndpointUri outbox;
  private final LongSupplier nanos;
  private long pause;
  private long begunAt;

  /**
   * None yet.
   *
   * @param nanos a clock that only counts, nanoseconds
   */
  public OutboxPause(EndpointUri outbox, LongSupplier nanos) {
    this.outbox = outbox;
    this.nanos = nanos;
  }

  /** Whether it is too early to try again. */
  boolean isOn() {
    return pause > 0 && nanos.getAsLong() - begunAt < pause;
  }

  /** A file went out, so the outbox can be written. */
  void end() {
    pause = 0;
  }

  /** Of some files none went out; looks whether the outbox can be written at all. */
  void beginIfItIsAway() {
    if (isWritable()) {
      pause = 0;
    } else {
      pause = pause == 0 ? PAUSE_NS : Math.min(2 * pause, PAUSE_MAX_NS);
      begunAt = nanos.getAsLong();
    }
  }

  private boolean isWritable() {
    return outbox.isRemote() ? answers() : isWritable(outbox.folder());
  }

  private boolean answers() {
    try (SftpProbe probe = new SftpProbe(outbox)) {
      probe.look();
      return true;
    } catch (SftpFailure e) {
      return false;
    }
  }

  private static boolean isWritable(Path folder) {
    Path probe = folder.resolve(PROBE);
    try {
      Files.createDirectories(folder);
      // Whoever may write the outbox may have put a link or a FIFO there.
      Files.deleteIfExists(probe);
      Files.write(
          probe, new byte[] {'\n'}, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      delete(probe);
    }
  }

  /** On a full disk the probe is made and cannot be filled. */
  private static void delete(Path probe) {
    try {
      Files.deleteIfExists(probe);
    } catch (IOException e) {
      LOG.debug("The probe {} is left behind; the next one takes its place.", probe, e);
    }
  }
}
