package io.natsevents.listen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

	private final Map<String, ListenerContainer> containers = new LinkedHashMap<>();

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
		return Optional.ofNullable(this.containers.get(id));
	}

	/**
	 * Find the container of a listener.
	 */
	synchronized Optional<ListenerContainer> container(String id) {
		return Optional.ofNullable(this.containers.get(id));
	}

	/**
	 * Find the listener of a durable consumer.
	 */
	synchronized Optional<ListenerContainer> find(ConnectionSupervisor connection, String stream, String durable) {
		return this.containers.values()
			.stream()
			.filter((container) -> container.dependencies().connection() == connection
					&& container.stream().equals(stream) && container.durable().equals(durable))
			.findFirst();
	}

	/**
	 * All listeners.
	 * @return the listeners, in the order they were registered
	 */
	public synchronized Collection<ListenerHandle> all() {
		return List.copyOf(this.containers.values());
	}

	/**
	 * Register a listener. One that comes after the application has started is started at
	 * once, unless it says otherwise.
	 */
	ListenerHandle register(ListenerContainer container) {
		ListenerEndpoint endpoint = container.endpoint();
		synchronized (this) {
			if (this.containers.containsKey(endpoint.id())) {
				throw new ListenerConfigurationException(endpoint.id(),
						"there is another listener of this id; set the id attribute of one of them", null);
			}
			this.containers.values().forEach((other) -> requireDistinct(container, other));
			this.containers.put(endpoint.id(), container);
		}
		container.dependencies().observer().registered(container);
		if (this.running && endpoint.settings().autoStartup()) {
			startOrForget(container);
		}
		return container;
	}

	private void startOrForget(ListenerContainer container) {
		try {
			container.start();
		}
		catch (RuntimeException ex) {
			synchronized (this) {
				this.containers.remove(container.id());
			}
			throw ex;
		}
	}

	private static void requireDistinct(ListenerContainer container, ListenerContainer present) {
		ListenerEndpoint endpoint = container.endpoint();
		ListenerEndpoint other = present.endpoint();
		boolean sameServer = container.dependencies().connection() == present.dependencies().connection();
		if (sameServer && endpoint.stream().equals(other.stream()) && endpoint.durable().equals(other.durable())) {
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
			for (ListenerContainer container : snapshot()) {
				if (container.endpoint().settings().autoStartup()) {
					container.start();
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
				List<ListenerEndpoint> endpoints = sharing.stream().map(ListenerContainer::endpoint).toList();
				dependencies.threads().observation().execute(() -> unused.report(endpoints));
			}
		});
	}

	private Map<ConnectionSupervisor, List<ListenerContainer>> byConnection() {
		return snapshot().stream()
			.collect(Collectors.groupingBy((container) -> container.dependencies().connection(), LinkedHashMap::new,
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
		List<CompletableFuture<Void>> stopping = new ArrayList<>();
		for (ListenerContainer container : snapshot()) {
			CompletableFuture<Void> stopped = new CompletableFuture<>();
			stopping.add(stopped);
			Thread thread = new Thread(() -> {
				try {
					container.stop();
				}
				finally {
					stopped.complete(null);
				}
			}, "jetstream-stop-" + container.id());
			thread.start();
		}
		// Each stops within its shutdown-timeout
		CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new)).join();
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
		return Set.copyOf(this.containers.keySet());
	}

	private synchronized List<ListenerContainer> snapshot() {
		return List.copyOf(this.containers.values());
	}

}
