package payout.route;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import payout.config.EndpointUri;
import payout.config.Settings;
import payout.setup.IntakeSettings;

/** What is left on the disks that the program writes to. A server's disk is not among them. */
final class DiskMeters {

  private final Map<String, Path> folders;

  private DiskMeters(Map<String, Path> folders) {
    this.folders = folders;
  }

  /** The disks of these settings, by place. */
  static DiskMeters of(Settings settings) {
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("data", IntakeSettings.work(settings));
    put(folders, "inbox", settings.inbox().endpoints().get(0));
    put(folders, "outbox", settings.outbox().endpoint());
    return new DiskMeters(folders);
  }

  /** No disk. */
  static DiskMeters none() {
    return new DiskMeters(Map.of());
  }

  private static void put(Map<String, Path> folders, String place, EndpointUri endpoint) {
    if (!endpoint.isRemote()) {
      folders.put(place, endpoint.folder());
    }
  }

  /** The places that there are. */
  Iterable<String> places() {
    return folders.keySet();
  }

  /** What is left at each place, bytes; may take as long as a disk that does not answer. */
  Map<String, Long> left() {
    Map<String, Long> left = new LinkedHashMap<>();
    folders.forEach((place, folder) -> left.put(place, left(folder)));
    return left;
  }

  /** A folder that is not there yet will be made on the disk of the one that it will be in. */
  private static long left(Path folder) {
    File file = folder.toAbsolutePath().toFile();
    while (!file.exists() && file.getParentFile() != null) {
      file = file.getParentFile();
    }
    return file.getUsableSpace();
  }
}
