package payout.route;

import java.io.File;
import payout.inbox.Original;

/** A payout file of this machine: it is read where it lies. */
record LocalOriginal(File file) implements Original {

  @Override
  public boolean isThere() {
    return file.exists();
  }

  @Override
  public boolean isThere(String name) {
    return file.toPath().resolveSibling(name).toFile().exists();
  }

  /** The session that reads it compares. */
  @Override
  public void requireUnchanged() {}
}
