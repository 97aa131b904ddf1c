package payout.crash;

import java.util.EnumMap;
import java.util.Map;
import payout.batch.Checkpoint;

/** Cuts the power at a checkpoint, and counts how often each was passed. */
final class PowerSwitch implements AutoCloseable {

  private final Map<Checkpoint, Integer> passed = new EnumMap<>(Checkpoint.class);
  private Checkpoint at;
  private int left;
  private boolean dead;

  PowerSwitch() {
    Checkpoint.watch(this::passed);
  }

  /** Cuts the power the n-th time that a checkpoint is passed from now on; null: at any. */
  void cutAt(Checkpoint checkpoint, int time) {
    at = checkpoint;
    left = time;
  }

  void never() {
    left = 0;
  }

  boolean isArmed() {
    return left > 0;
  }

  /** A new process. */
  void on() {
    dead = false;
  }

  Map<Checkpoint, Integer> passed() {
    return passed;
  }

  private void passed(Checkpoint checkpoint) {
    passed.merge(checkpoint, 1, Integer::sum);
    if (dead || left > 0 && (at == null || at == checkpoint) && --left == 0) {
      dead = true;
      throw new PowerCut(checkpoint);
    }
  }

  @Override
  public void close() {
    Checkpoint.watch(null);
  }
}
