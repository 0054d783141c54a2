package io.natsevents.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.natsevents.connection.ExponentialDelays;
import io.natsevents.listen.ListenerRetry;
import io.natsevents.listen.ListenerSettings;
import io.natsevents.listen.ListenerSettingsResolver;
import io.natsevents.listen.Ordering;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/**
 * Finds the settings of a listener by binding layers onto one object: the defaults of all
 * listeners, those of its container factory, the entries for its id, and what its
 * annotation says.
 */
final class ConfiguredListenerSettings implements ListenerSettingsResolver {

	private static final String DEFAULTS = "nats.jetstream.listener";

	private static final String BY_ID = "nats.jetstream.listeners";

	private static final String DECLARED = "listener";

	private final Binder binder;

	private final Map<String, ConfigurationPropertyName> entries;

	ConfiguredListenerSettings(Environment environment) {
		this.binder = Binder.get(environment);
		this.entries = entries(this.binder);
		requireValid(new PropertyCheck(environment));
	}

	/**
	 * Find the entries by id, with the name each is configured under: a name made from
	 * the id would not match an environment variable, which cannot write it.
	 */
	private static Map<String, ConfigurationPropertyName> entries(Binder binder) {
		Map<String, ConfigurationPropertyName> entries = new LinkedHashMap<>();
		ConfigurationPropertyName parent = ConfigurationPropertyName.of(BY_ID);
		binder.bind(parent, Bindable.mapOf(String.class, JetStreamProperties.Listener.class), new BindHandler() {

			@Override
			public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
				if (parent.isParentOf(name)) {
					entries.put(name.getLastElement(Form.ORIGINAL), name);
				}
				return target;
			}

		});
		return entries;
	}

	/**
	 * Refuse values no listener can have, whether or not there is one to have them.
	 */
	private void requireValid(PropertyCheck check) {
		requireValid(check, DEFAULTS, bind(Map.of(), (id) -> false));
		this.entries
			.forEach((configured, name) -> requireValid(check, name.toString(), bind(Map.of(), configured::equals)));
	}

	private static void requireValid(PropertyCheck check, String prefix, JetStreamProperties.Listener listener) {
		check.settings(prefix + ".retry", () -> retry(listener.getRetry()));
		check.settings(prefix, () -> settings(listener));
	}

	@Override
	public ListenerSettings resolve(String id, Map<String, String> defaults, Map<String, String> overrides) {
		JetStreamProperties.Listener listener = bind(defaults, (configured) -> PropertyKey.matches(configured, id));
		bindDeclared(overrides, Bindable.ofInstance(listener));
		if (listener.getOrdering() == Ordering.CLUSTER) {
			requireOneAtATime(id, overrides);
		}
		return settings(listener);
	}

	/**
	 * What is set for all listeners is not meant for those with an order, but what is set
	 * for this one is.
	 */
	private void requireOneAtATime(String id, Map<String, String> overrides) {
		JetStreamProperties.Listener own = new JetStreamProperties.Listener();
		own.setMaxAckPending(1);
		Bindable<JetStreamProperties.Listener> target = Bindable.ofInstance(own);
		bindEntries((configured) -> PropertyKey.matches(configured, id), target);
		bindDeclared(overrides, target);
		if (own.getMaxAckPending() != 1) {
			throw new IllegalArgumentException("its max-ack-pending is " + own.getMaxAckPending()
					+ ", but with ordering cluster no more than one event of each partition is out; remove it");
		}
	}

	/**
	 * Bind what is configured for all listeners, then what a container factory sets, then
	 * what is configured for some ids, onto one object.
	 */
	private JetStreamProperties.Listener bind(Map<String, String> defaults, Predicate<String> ids) {
		JetStreamProperties.Listener listener = new JetStreamProperties.Listener();
		Bindable<JetStreamProperties.Listener> target = Bindable.ofInstance(listener);
		this.binder.bind(DEFAULTS, target);
		bindDeclared(defaults, target);
		bindEntries(ids, target);
		return listener;
	}

	private void bindEntries(Predicate<String> ids, Bindable<JetStreamProperties.Listener> target) {
		this.entries.forEach((configured, name) -> {
			if (ids.test(configured)) {
				this.binder.bind(name, target);
			}
		});
	}

	private static void bindDeclared(Map<String, String> declared, Bindable<JetStreamProperties.Listener> target) {
		Map<String, String> prefixed = new LinkedHashMap<>();
		declared.forEach((name, value) -> prefixed.put(DECLARED + "." + name, value));
		try {
			new Binder(new MapConfigurationPropertySource(prefixed)).bind(DECLARED, target,
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
				throw new IllegalArgumentException("there is no setting " + unknown.getUnboundProperties()
					.stream()
					.map((property) -> property.getName().getLastElement(Form.DASHED))
					.toList() + " for listeners", ex);
			}
			throw new IllegalArgumentException(
					"its " + ex.getName().getLastElement(Form.DASHED) + " cannot be read from " + declared + ": "
							+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
					ex);
		}
	}

	private static ListenerSettings settings(JetStreamProperties.Listener listener) {
		return new ListenerSettings(listener.getAckWait(), retry(listener.getRetry()), listener.getConcurrency(),
				listener.getOrdering(), listener.getAckMode(), listener.getAckTimeout(), listener.isConfirmAcks(),
				listener.getMaxInFlight(), listener.getMaxAckPending(), listener.isExtendAckWait(),
				listener.getDeliverPolicy(), listener.getMissingStream(), listener.isAutoStartup(),
				listener.getShutdownTimeout());
	}

	private static ListenerRetry retry(JetStreamProperties.ListenerRetry retry) {
		return new ListenerRetry(retry.getMaxRetries(),
				new ExponentialDelays(retry.getDelay(), retry.getMultiplier(), retry.getMaxDelay()), retry.getJitter(),
				retry.getUnlimitedFor(), retry.getNeverFor());
	}

	@Override
	public void requireMatches(Collection<String> ids) {
		for (String configured : this.entries.keySet()) {
			if (ids.stream().noneMatch((id) -> PropertyKey.matches(configured, id))) {
				throw new InvalidConfigurationPropertyValueException(BY_ID + "." + configured, configured,
						"There is no listener of this id. Listeners are: "
								+ (ids.isEmpty() ? "none" : String.join(", ", ids)));
			}
		}
	}

}
