package io.natsevents.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.natsevents.connection.ConnectionSupervisor;

/**
 * Measures the connection, without ever waiting for it.
 */
public final class ConnectionMeters implements MeterBinder {

	static final String UP = "nats.connection.up";

	static final String RECONNECTS = "nats.connection.reconnects";

	private final ConnectionSupervisor connection;

	public ConnectionMeters(ConnectionSupervisor connection) {
		this.connection = connection;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(UP, this.connection, (supervisor) -> supervisor.isConnected() ? 1 : 0)
			.description("1 while the connection to NATS is usable, else 0")
			.register(registry);
		FunctionCounter.builder(RECONNECTS, this.connection, (supervisor) -> supervisor.state().reconnects())
			.description("How often the connection came back after it was lost")
			.register(registry);
	}

}
