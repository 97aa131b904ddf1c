package payout.console;

import java.nio.file.Path;

/**
 * A body or a file that came with a form, whole, in a file of ours that is deleted after the
 * answer.
 *
 * @param name the name that the caller gave it; never part of a path
 * @param file where its bytes are
 * @param size in bytes
 */
public record Upload(String name, Path file, long size) {}
