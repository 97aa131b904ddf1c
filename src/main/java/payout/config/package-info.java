/**
 * The settings: read once, validated all together, sealed.
 *
 * <p>{@link payout.config.SettingTable} is the one place that knows a setting; {@link
 * payout.config.SettingsLoader} turns a file and an environment into {@link
 * payout.config.Settings}, or into the list of everything that is wrong with them. Nothing is
 * consumed before all of them are sound.
 *
 * <p>The room may use {@code payout.batch} and plain Java, nothing else: no Camel, no database, no
 * other room. It reads the settings file and the key files, and writes nothing.
 */
package payout.config;
