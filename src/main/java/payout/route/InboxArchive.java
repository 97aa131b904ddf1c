package payout.route;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.GenericFileExpressionRenamer;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;
import org.apache.camel.support.builder.ExpressionBuilder;

/**
 * Moves a decided file to the archive, and its done-file behind it; overwrites and deletes nothing.
 *
 * <p>Camel's own move deletes what has the archive's name before it moves the file. Where two
 * processes watch one inbox, the slower one so deleted the file that the faster one had just
 * archived. And Camel deletes the done-file first: a file that then could not be moved would lie in
 * its inbox for ever.
 */
public final class InboxArchive extends GenericFileRenameProcessStrategy<Object> {

  /** A file without the property stays where it is. */
  public InboxArchive() {
    setCommitRenamer(
        new GenericFileExpressionRenamer<>(
            ExpressionBuilder.exchangePropertyExpression(ReceiveFile.ARCHIVE)));
  }

  @Override
  protected GenericFile<Object> renameFile(
      GenericFileOperations<Object> operations, GenericFile<Object> from, GenericFile<Object> to) {
    if (!operations.existsFile(from.getAbsoluteFilePath())) {
      return to; // another process moved it
    }
    if (!operations.buildDirectory(to.getParent(), to.isAbsolute())) {
      throw cannot(from.getFileName(), to.getFileName());
    }
    move(operations, from.getAbsoluteFilePath(), to.getAbsoluteFilePath());
    String done = from.getAbsoluteFilePath() + InboxFilter.DONE;
    if (operations.existsFile(done)) {
      move(operations, done, to.getAbsoluteFilePath() + InboxFilter.DONE);
    }
    return to;
  }

  private static void move(GenericFileOperations<Object> operations, String from, String to) {
    if (operations.existsFile(to) || !operations.renameFile(from, to)) {
      throw cannot(from, to);
    }
  }

  private static GenericFileOperationFailedException cannot(String from, String to) {
    return new GenericFileOperationFailedException(
        "The file " + from + " could not be moved to " + to + ".");
  }
}
