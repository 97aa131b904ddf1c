package payout.route;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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
 * Pauses an outbox that cannot be written at all: for 1 s, then twice as long each time, at most
 * for a minute. A single file that fails in a writable outbox begins no pause.
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
   * No pause yet.
   *
   * @param nanos a monotonic clock, nanoseconds
   */
  public OutboxPause(EndpointUri outbox, LongSupplier nanos) {
    this.outbox = outbox;
    this.nanos = nanos;
  }

  /** Whether it is too early to retry. */
  boolean isOn() {
    return pause > 0 && nanos.getAsLong() - begunAt < pause;
  }

  /** A file was published, so the outbox can be written. */
  void end() {
    pause = 0;
  }

  /** None of the claimed files was published: checks whether the outbox can be written at all. */
  void beginIfUnwritable() {
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
      probe.check();
      return true;
    } catch (SftpFailure e) {
      return false;
    }
  }

  private static boolean isWritable(Path folder) {
    Path probe = folder.resolve(PROBE);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      return false;
    }
    try {
      // A user who may write to the outbox may have put a link or a FIFO there.
      Files.deleteIfExists(probe);
      Files.write(
          probe, new byte[] {'\n'}, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return true; // another process probes at this moment
    } catch (IOException e) {
      return false;
    } finally {
      delete(probe);
    }
  }

  /** On a full disk the probe is created but cannot be written. */
  private static void delete(Path probe) {
    try {
      Files.deleteIfExists(probe);
    } catch (IOException e) {
      LOG.debug("The probe {} is left behind; the next one replaces it.", probe, e);
    }
  }
}
