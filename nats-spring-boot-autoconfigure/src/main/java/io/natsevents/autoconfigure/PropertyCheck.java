package io.natsevents.autoconfigure;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Turns the refusal of a setting into one that names the property and the value as it is
 * configured.
 *
 * @param environment holds the properties
 */
record PropertyCheck(Environment environment) {

	/** Settings refuse a value by a message that begins with its name. */
	private static final Pattern SETTING = Pattern.compile("([a-z]+(?:[.-][a-z]+)*) .*", Pattern.DOTALL);

	/**
	 * Make settings from properties.
	 * @param <T> type of the settings
	 * @param prefix where the properties are, keys of maps in brackets
	 * @param settings makes them
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException when a value is refused
	 */
	<T> T settings(String prefix, Supplier<T> settings) {
		try {
			return settings.get();
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			Matcher setting = SETTING.matcher(reason);
			ConfigurationPropertyName name = ConfigurationPropertyName
				.of(setting.matches() ? prefix + "." + setting.group(1) : prefix);
			String value = Binder.get(this.environment).bind(name, Bindable.of(String.class)).orElse(null);
			throw new InvalidConfigurationPropertyValueException(name.toString().replace("[", ".").replace("]", ""),
					(value != null) ? value : "(default)", reason);
		}
	}

}
