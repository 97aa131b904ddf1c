package payout.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting, in the order in which the settings file and the reference show them.
 *
 * <p>A setting is added in one place, one of the four lists below: parsing, messages, environment
 * variables and the tests of the settings files follow from its row. There is a limit on
 * everything, so each has its range.
 */
public final class SettingTable {

  private static final List<Setting<?>> ALL =
      Stream.of(
              SendingSettings.LIST,
              FileSettings.LIST,
              AcceptanceSettings.LIST,
              ServiceSettings.LIST)
          .<Setting<?>>flatMap(list -> list.settings().stream())
          .toList();

  private SettingTable() {}

  /** Every setting, in the order of the settings file. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** The setting of a name, if there is one. */
  static Optional<Setting<?>> find(String name) {
    return ALL.stream()
        .<Setting<?>>map(each -> each)
        .filter(each -> each.name().equals(name))
        .findFirst();
  }
}
