package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EntrySorterTest {

  @Property(tries = 200)
  void entries_are_returned_in_order_and_nothing_is_left_on_disk(
      @ForAll @Size(max = 200) long[] entries,
      @ForAll @IntRange(min = 1, max = 20) int runLength,
      @ForAll @IntRange(min = 1, max = 30) int sliceLength)
      throws IOException {
    Path scratch = Files.createTempDirectory("sorter-");
    long[] expected = entries.clone();
    Arrays.sort(expected);

    try (EntrySorter sorter = new EntrySorter(scratch, runLength)) {
      for (long entry : entries) {
        sorter.add(entry);
      }

      assertThat(all(sorter, sliceLength)).containsExactly(expected);
      assertThat(all(sorter, sliceLength)).containsExactly(expected);
      // A process that is killed here closes no file.
      try (Stream<Path> left = Files.list(scratch)) {
        assertThat(left).isEmpty();
      }
    }
    Files.delete(scratch);
  }

  private static long[] all(EntrySorter sorter, int sliceLength) {
    List<long[]> slices = new ArrayList<>();
    sorter.slices(sliceLength, slices::add);
    assertThat(slices).allMatch(slice -> slice.length > 0 && slice.length <= sliceLength);
    return slices.stream().flatMapToLong(Arrays::stream).toArray();
  }
}
