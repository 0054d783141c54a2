package io.natsevents.autoconfigure;

import java.util.List;

import io.natsevents.connection.ConnectionOptionsFactory;
import io.natsevents.connection.ConnectionSettings;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.connection.NatsOptionsCustomizer;

/**
 * Makes connections with all settings of {@code nats.*} but where they lead and who they
 * are: the application's own, and further ones it declares.
 */
public final class ConnectionSupervisorFactory {

	private final ConnectionSettings settings;

	private final List<NatsOptionsCustomizer> customizers;

	ConnectionSupervisorFactory(ConnectionSettings settings, List<NatsOptionsCustomizer> customizers) {
		this.settings = settings;
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Make a connection. Declare a further one as a bean with
	 * {@code defaultCandidate = false}, so that it is opened and closed with the
	 * application and does not take the place of the application's own.
	 * @param details where it leads and who it is
	 * @return the connection, not open yet
	 */
	public ConnectionSupervisor create(NatsConnectionDetails details) {
		return new ConnectionSupervisor(details, this.settings,
				new ConnectionOptionsFactory(details, this.settings, this.customizers));
	}

}
