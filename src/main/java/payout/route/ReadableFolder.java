package payout.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/**
 * Fails a poll of a local folder that cannot be listed. Camel treats such a folder as an empty one,
 * and files would wait in it unnoticed.
 */
final class ReadableFolder extends DefaultPollingConsumerPollStrategy {

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    if (endpoint instanceof FileEndpoint local) {
      requireList(local.getFile().toPath());
    }
    return true;
  }

  private static void requireList(Path folder) {
    try {
      Files.newDirectoryStream(folder).close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The folder " + folder + " cannot be listed: " + why(e) + ".", e);
    }
  }

  private static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    return e instanceof NotDirectoryException ? "it is not a folder" : e.toString();
  }
}
