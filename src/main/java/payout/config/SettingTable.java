package payout.config;

import java.util.List;

/** Every section, and so every setting, in the order in which the reference shows them. */
public final class SettingTable {

  private static final List<Section> SECTIONS =
      List.of(
          PayerSettings.SECTION,
          SigningSettings.SECTION,
          GatewaySettings.SECTION,
          NotifySettings.SECTION,
          InboxSettings.SECTION,
          LimitSettings.SECTION,
          AcceptanceSettings.SECTION,
          OutboxSettings.SECTION,
          StatementSettings.SECTION,
          LedgerSettings.SECTION,
          NodeSettings.SECTION,
          AlarmSettings.SECTION,
          NoticeSettings.SECTION,
          NoticeMailSettings.SECTION,
          LogSettings.SECTION,
          ManagementSettings.SECTION,
          ConsoleSettings.SECTION,
          ConsoleProxySettings.SECTION,
          SandboxSettings.SECTION);

  private static final List<Setting<?>> ALL =
      SECTIONS.stream().<Setting<?>>flatMap(section -> section.settings().stream()).toList();

  private SettingTable() {}

  /** Every setting, in the order of the reference. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** Reports what does not hold between settings. */
  static void check(Values values, Faults faults) {
    SECTIONS.forEach(section -> section.check(values, faults));
  }
}
