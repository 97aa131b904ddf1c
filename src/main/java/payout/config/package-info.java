/**
 * The settings: read once, validated all together, immutable.
 *
 * <p>Each section is one record in one file, with its settings, their defaults, forms, checks and
 * sentences, and the way it is read from the values. {@link payout.config.SettingTable} lists the
 * sections, and {@link payout.config.Settings} is their composition. {@link
 * payout.config.SettingsLoader} makes it from a file and an environment, or reports everything that
 * is wrong. Nothing is consumed before all settings are valid.
 *
 * <p>The package may use {@code payout.batch} and plain Java, nothing else: no Camel, no database,
 * no other package. It reads the settings file and the key files, and writes nothing.
 */
package payout.config;
