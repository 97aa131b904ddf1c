package payout.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of the settings, each read in its form; a value with a fault is absent. */
final class Values {

  private final Map<String, Object> byName = new HashMap<>();

  /**
   * Reads every setting of the table.
   *
   * @param demanding whether what must be set is missed when it is not
   */
  static Values read(Sources sources, boolean demanding, Faults faults) {
    Values values = new Values();
    for (Setting<?> setting : SettingTable.all()) {
      values.read(setting, sources.of(setting), demanding, faults);
    }
    return values;
  }

  /** A value, or empty when there is none or a fault was found in it. */
  @SuppressWarnings("unchecked") // only read() puts values in, each under the setting that made it
  <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((T) byName.get(setting.name()));
  }

  /** The value of a setting that always has one, once no fault is left. */
  <T> T of(Setting<T> setting) {
    return find(setting).orElseThrow(() -> new IllegalStateException(setting + " has no value."));
  }

  /** A text that may be empty. */
  String text(Setting<String> setting) {
    return find(setting).orElse("");
  }

  private void read(Setting<?> setting, Given given, boolean demanding, Faults faults) {
    if (given == null && setting.mustBeSet() && demanding) {
      faults.missing(setting);
    }
    Given effective = given == null ? Given.inFile(setting.defaultText()) : given;
    if (effective.text().isEmpty()) {
      return;
    }
    try {
      byName.put(setting.name(), setting.form().parse(effective.text()));
    } catch (RefusedValueException refused) {
      faults.wrong(setting, effective, refused);
    }
  }
}
