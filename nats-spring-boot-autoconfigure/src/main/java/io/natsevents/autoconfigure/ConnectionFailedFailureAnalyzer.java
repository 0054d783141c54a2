package io.natsevents.autoconfigure;

import java.util.List;

import io.natsevents.connection.ConnectionFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that NATS could not be reached.
 */
class ConnectionFailedFailureAnalyzer extends AbstractFailureAnalyzer<ConnectionFailedException> {

	private static final List<String> DEFAULT_SERVERS = new NatsProperties().getServers();

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConnectionFailedException cause) {
		String start = cause.getServers().equals(DEFAULT_SERVERS)
				? "That is the default address. Name your servers in nats.servers, or start one here: nats-server -js"
				: "Check that a server runs there and can be reached from here";
		return new FailureAnalysis(cause.getMessage(), start
				+ ". If it runs, its log says whether it refused this application: nats.username, nats.token,"
				+ " nats.credentials or nats.nkey must be what it expects, and nats.ssl.bundle must be set exactly when"
				+ " it asks for TLS. nats.startup-timeout says how long to keep trying, and"
				+ " nats.startup-failure-policy=continue starts the application without NATS", cause);
	}

}
