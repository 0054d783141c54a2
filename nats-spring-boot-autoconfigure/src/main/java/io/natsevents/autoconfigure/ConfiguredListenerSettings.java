package io.natsevents.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.natsevents.listen.ListenerRetry;
import io.natsevents.listen.ListenerSettings;
import io.natsevents.listen.ListenerSettingsResolver;
import io.natsevents.publish.ExponentialDelays;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Finds the settings of a listener by binding three layers onto one object: the defaults
 * of all listeners, the entries for its id, and what its annotation says.
 */
final class ConfiguredListenerSettings implements ListenerSettingsResolver {

	private static final String DEFAULTS = "nats.jetstream.listener";

	private static final String BY_ID = "nats.jetstream.listeners";

	private static final String ANNOTATION = "listener";

	private final Binder binder;

	private final Collection<String> configuredIds;

	ConfiguredListenerSettings(Environment environment, JetStreamProperties properties) {
		this.binder = Binder.get(environment);
		this.configuredIds = properties.getListeners().keySet();
	}

	@Override
	public ListenerSettings resolve(String id, Map<String, String> overrides) {
		JetStreamProperties.Listener listener = new JetStreamProperties.Listener();
		Bindable<JetStreamProperties.Listener> target = Bindable.ofInstance(listener);
		this.binder.bind(DEFAULTS, target);
		this.configuredIds.stream()
			.filter((configured) -> PropertyKey.matches(configured, id))
			.flatMap(ConfiguredListenerSettings::names)
			.forEach((name) -> this.binder.bind(name, target));
		bindOverrides(overrides, target);
		return settings(listener);
	}

	/**
	 * Names an entry may be found under: as it was written in brackets, and without them,
	 * where neither case nor underscores count.
	 */
	private static Stream<ConfigurationPropertyName> names(String key) {
		Stream<ConfigurationPropertyName> inBrackets = Stream.of(ConfigurationPropertyName.of(BY_ID + "[" + key + "]"));
		String element = key.toLowerCase(Locale.ROOT).replace("_", "");
		boolean valid = ConfigurationPropertyName.isValid(element) && element.indexOf('.') < 0;
		return valid ? Stream.concat(inBrackets, Stream.of(ConfigurationPropertyName.of(BY_ID + "." + element)))
				: inBrackets;
	}

	private static void bindOverrides(Map<String, String> overrides, Bindable<JetStreamProperties.Listener> target) {
		Map<String, String> prefixed = new LinkedHashMap<>();
		overrides.forEach((name, value) -> prefixed.put(ANNOTATION + "." + name, value));
		try {
			new Binder(new MapConfigurationPropertySource(prefixed)).bind(ANNOTATION, target);
		}
		catch (BindException ex) {
			throw new IllegalArgumentException(
					"its " + ex.getName().getLastElement(ConfigurationPropertyName.Form.DASHED)
							+ " cannot be read from " + overrides,
					ex);
		}
	}

	private static ListenerSettings settings(JetStreamProperties.Listener listener) {
		JetStreamProperties.ListenerRetry retry = listener.getRetry();
		return new ListenerSettings(listener.getAckWait(),
				new ListenerRetry(retry.getMaxRetries(),
						new ExponentialDelays(retry.getDelay(), retry.getMultiplier(), retry.getMaxDelay()),
						retry.getJitter(), retry.getUnlimitedFor(), retry.getNeverFor()),
				listener.getConcurrency(), listener.getAckMode(), listener.getAckTimeout(), listener.isConfirmAcks(),
				listener.getMaxInFlight(), listener.getMaxAckPending(), listener.isExtendAckWait(),
				listener.getMissingStream(), listener.isAutoStartup(), listener.getShutdownTimeout());
	}

	@Override
	public void requireMatches(Collection<String> ids) {
		for (String configured : this.configuredIds) {
			if (ids.stream().noneMatch((id) -> PropertyKey.matches(configured, id))) {
				throw new InvalidConfigurationPropertyValueException(BY_ID + "." + configured, configured,
						"There is no listener of this id. Listeners are: "
								+ (ids.isEmpty() ? "none" : String.join(", ", ids)));
			}
		}
	}

}
