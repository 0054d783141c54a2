package io.natsevents.observe;

import io.natsevents.connection.ConnectionState;
import io.natsevents.connection.ConnectionSupervisor;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the connection is usable, from what the client knows.
 */
public final class ConnectionHealthIndicator extends AbstractHealthIndicator {

	private final ConnectionSupervisor connection;

	public ConnectionHealthIndicator(ConnectionSupervisor connection) {
		super("The state of the connection to NATS could not be determined");
		this.connection = connection;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ConnectionState state = this.connection.state();
		builder.status((state.connected() || state.moving()) ? "UP" : "DOWN")
			.withDetail("reconnects", state.reconnects());
		if (state.server() != null) {
			builder.withDetail("server", state.server());
		}
		if (state.serverVersion() != null) {
			builder.withDetail("version", state.serverVersion());
		}
		if (state.moving()) {
			builder.withDetail("moving", "the server shuts down; the client connects to another");
		}
		else if (!state.connected()) {
			builder.withDetail("reason", (state.lastError() != null) ? state.lastError() : "not connected");
		}
		else if (state.isServerOutdated()) {
			builder.withDetail("warning", "nats-server is older than " + ConnectionState.OLDEST_RECOMMENDED_SERVER
					+ "; older ones can lose whole streams when they are killed");
		}
	}

}
