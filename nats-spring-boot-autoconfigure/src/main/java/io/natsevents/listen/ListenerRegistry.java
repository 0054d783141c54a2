package io.natsevents.listen;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.StartupFailurePolicy;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.ProvisioningSettings;

import org.springframework.context.SmartLifecycle;

/**
 * Knows all listeners of the application by their ids, whichever factory made their
 * containers, and starts and stops them with it.
 */
public final class ListenerRegistry implements SmartLifecycle {

	/**
	 * Phase in which listeners run: after nearly everything has started, and before
	 * anything they may use stops.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 100;

	private final ListenerSettingsResolver settings;

	private final Map<String, RegisteredListener> listeners = new LinkedHashMap<>();

	private volatile boolean running;

	/**
	 * Create a registry.
	 * @param settings is asked whether all that is configured is for a listener
	 */
	public ListenerRegistry(ListenerSettingsResolver settings) {
		this.settings = settings;
	}

	/**
	 * Find a listener.
	 * @param id id of the listener
	 * @return the listener, or nothing when there is none of this id
	 */
	public synchronized Optional<ListenerHandle> find(String id) {
		return Optional.ofNullable(this.listeners.get(id));
	}

	/**
	 * Find a listener with what it works with.
	 */
	synchronized Optional<RegisteredListener> registered(String id) {
		return Optional.ofNullable(this.listeners.get(id));
	}

	/**
	 * Find the listener for events that were given up by a durable consumer: the one that
	 * uses it, else one that did when its ordering was another.
	 */
	synchronized Optional<RegisteredListener> find(ConnectionSupervisor connection, String stream, String durable) {
		List<RegisteredListener> answering = this.listeners.values()
			.stream()
			.filter((listener) -> listener.dependencies().connection() == connection && listener.stream().equals(stream)
					&& listener.answersFor(durable))
			.toList();
		return answering.stream()
			.filter((listener) -> listener.uses(durable))
			.findFirst()
			.or(() -> answering.stream().findFirst());
	}

	/**
	 * All listeners.
	 * @return the listeners, in the order they were registered
	 */
	public synchronized Collection<ListenerHandle> all() {
		return List.copyOf(this.listeners.values());
	}

	/**
	 * Register a listener. One that comes after the application has started is started at
	 * once, unless it says otherwise.
	 */
	ListenerHandle register(RegisteredListener listener) {
		ListenerEndpoint endpoint = listener.endpoint();
		synchronized (this) {
			if (this.listeners.containsKey(endpoint.id())) {
				throw new ListenerConfigurationException(endpoint.id(),
						"there is another listener of this id; set the id attribute of one of them", null);
			}
			this.listeners.values().forEach((other) -> requireDistinct(listener, other));
			this.listeners.put(endpoint.id(), listener);
		}
		listener.dependencies().observer().registered(listener);
		if (this.running && endpoint.settings().autoStartup()) {
			startOrForget(listener);
		}
		return listener;
	}

	private void startOrForget(RegisteredListener listener) {
		try {
			listener.start();
		}
		catch (RuntimeException ex) {
			synchronized (this) {
				this.listeners.remove(listener.id());
			}
			throw ex;
		}
	}

	private static void requireDistinct(RegisteredListener listener, RegisteredListener present) {
		ListenerEndpoint endpoint = listener.endpoint();
		ListenerEndpoint other = present.endpoint();
		boolean sameServer = listener.dependencies().connection() == present.dependencies().connection();
		boolean sameDurable = endpoint.durable().equals(other.durable()) || listener.uses(other.durable())
				|| present.uses(endpoint.durable());
		if (sameServer && endpoint.stream().equals(other.stream()) && sameDurable) {
			throw new ListenerConfigurationException(endpoint.id(), "it has the same durable '" + endpoint.durable()
					+ "' as listener " + other.id() + ", so each would get only some of the events", null);
		}
	}

	@Override
	public void start() {
		this.settings.requireMatches(ids());
		// Before looking at them, so that one registered meanwhile is started by either
		this.running = true;
		try {
			verifyConsumers();
			for (RegisteredListener listener : snapshot()) {
				if (listener.endpoint().settings().autoStartup()) {
					listener.start();
				}
			}
		}
		catch (RuntimeException ex) {
			// Spring stops only what has started; threads left behind would keep the JVM
			// alive
			stop();
			throw ex;
		}
		reportUnusedDurables();
	}

	/**
	 * Those that do not start by themselves are compared as well: they will be started
	 * later. Without a connection nothing can be said, and an application that is to
	 * start whatever the server says must not be kept from it; there each is compared
	 * when it listens.
	 */
	private void verifyConsumers() {
		byConnection().forEach((connection, sharing) -> {
			ListenerContainerDependencies dependencies = sharing.get(0).dependencies();
			if (dependencies.provisioning().mode() == ProvisioningMode.VERIFY && connection.isConnected()
					&& connection.startupFailurePolicy() != StartupFailurePolicy.CONTINUE) {
				new ConsumerVerification(dependencies).require(sharing);
			}
		});
	}

	/**
	 * Not on the starting thread: it asks the server, and nothing depends on the answer.
	 */
	private void reportUnusedDurables() {
		byConnection().forEach((connection, sharing) -> {
			ListenerContainerDependencies dependencies = sharing.get(0).dependencies();
			ProvisioningSettings provisioning = dependencies.provisioning();
			if (provisioning.mode().creates()) {
				UnusedDurables unused = new UnusedDurables(connection, provisioning.owner());
				dependencies.threads().observation().execute(() -> unused.report(sharing));
			}
		});
	}

	private Map<ConnectionSupervisor, List<RegisteredListener>> byConnection() {
		return snapshot().stream()
			.collect(Collectors.groupingBy((listener) -> listener.dependencies().connection(), LinkedHashMap::new,
					Collectors.toList()));
	}

	/**
	 * Stop all listeners, at the same time, and return when they have stopped.
	 * <p>
	 * On purpose there is no asynchronous form: Spring stops waiting for it as soon as
	 * any bean that depends on this one has stopped, and would close the connection.
	 */
	@Override
	public void stop() {
		this.running = false;
		// Each stops within its shutdown-timeout
		SideBySide.run(snapshot(), RegisteredListener::stop, (listener) -> "jetstream-stop-" + listener.id());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private synchronized Set<String> ids() {
		return Set.copyOf(this.listeners.keySet());
	}

	private synchronized List<RegisteredListener> snapshot() {
		return List.copyOf(this.listeners.values());
	}

}
