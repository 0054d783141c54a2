package io.natsevents.autoconfigure;

import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerRegistry;

import org.springframework.context.SmartLifecycle;

/**
 * Refuses configuration for listeners that do not exist, once all are registered and
 * before they start.
 */
final class ListenerPropertiesCheck implements SmartLifecycle {

	private final ConfiguredListenerSettings settings;

	private final ListenerRegistry registry;

	private volatile boolean running;

	ListenerPropertiesCheck(ConfiguredListenerSettings settings, ListenerRegistry registry) {
		this.settings = settings;
		this.registry = registry;
	}

	@Override
	public void start() {
		this.settings.requireMatches(this.registry.all().stream().map(ListenerHandle::id).toList());
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return ListenerRegistry.PHASE - 1;
	}

}
