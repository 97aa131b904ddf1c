package payout.config;

import java.util.ArrayList;
import java.util.List;
import payout.config.Setting.InSandbox;

/** Settings in the order in which they are added. */
final class SettingList {

  static final int DAY_MS = 86_400_000;

  /** It must be set. */
  static final String NO_DEFAULT = null;

  /** It may stay empty. */
  static final String EMPTY = "";

  private final List<Setting<?>> settings = new ArrayList<>();

  List<Setting<?>> settings() {
    return List.copyOf(settings);
  }

  <T> Setting<T> add(
      String name, String fallback, Form<T> form, InSandbox sandbox, String explanation) {
    return listed(new Setting<>(name, fallback, form, false, sandbox, explanation));
  }

  Setting<String> secret(String name, Form<String> form, InSandbox sandbox, String explanation) {
    return listed(new Setting<>(name, EMPTY, form, true, sandbox, explanation));
  }

  private <T> Setting<T> listed(Setting<T> setting) {
    settings.add(setting);
    return setting;
  }
}
