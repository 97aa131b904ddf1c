package payout.route;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.GenericFileExpressionRenamer;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;
import org.apache.camel.support.builder.ExpressionBuilder;

/**
 * Moves a decided file to the archive, and overwrites and deletes nothing.
 *
 * <p>Camel's own move deletes what has the archive's name before it moves the file. Where two
 * processes watch one inbox, the slower one so deleted the file that the faster one had just
 * archived.
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
    if (operations.existsFile(to.getAbsoluteFilePath())
        || !operations.buildDirectory(to.getParent(), to.isAbsolute())
        || !operations.renameFile(from.getAbsoluteFilePath(), to.getAbsoluteFilePath())) {
      throw new GenericFileOperationFailedException(
          "The file " + from.getFileName() + " could not be moved to " + to.getFileName() + ".");
    }
    return to;
  }
}
