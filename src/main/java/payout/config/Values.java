package payout.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.config.Setting.Given;

/** The values of the settings, each read in its form; an invalid value is absent. */
final class Values {

  private final Map<String, Object> byName = new HashMap<>();

  /**
   * Reads the values of these settings.
   *
   * @param complete whether a setting that must be set and is not is a fault
   */
  static Values read(List<Setting<?>> settings, Sources sources, boolean complete, Faults faults) {
    Values values = new Values();
    for (Setting<?> setting : settings) {
      values.read(setting, sources.of(setting), complete, faults);
    }
    return values;
  }

  /** A value; empty when none was given or it is invalid. */
  @SuppressWarnings("unchecked") // only read() puts values in, each under the setting that made it
  <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((T) byName.get(setting.name()));
  }

  /** The value of a setting that always has one, once no fault is left. */
  <T> T of(Setting<T> setting) {
    return find(setting).orElseThrow(() -> new IllegalStateException(setting + " has no value."));
  }

  /** Whether a value was given, itself or by the file of a secret, which need not be read. */
  boolean isGiven(Setting<?> setting) {
    return find(setting).isPresent() || byName.containsKey(Setting.fileOf(setting.name()));
  }

  /** A text that may be empty. */
  String text(Setting<String> setting) {
    return find(setting).orElse("");
  }

  /** Values that may be absent. */
  <T> List<T> list(Setting<List<T>> setting) {
    return find(setting).orElse(List.of());
  }

  private void read(Setting<?> setting, Given given, boolean complete, Faults faults) {
    if (given == null && setting.mustBeSet() && complete) {
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
