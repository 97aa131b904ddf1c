package payout.route;

import java.io.File;
import java.io.IOException;
import java.util.List;
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

  @Override
  public List<String> names(String folder) throws IOException {
    return new LocalKept(file.toPath().getParent()).files(folder);
  }

  /** The session that reads it compares. */
  @Override
  public void requireUnchanged() {}
}
