package io.natsevents.test;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JetStream API of a cluster to do something, over a connection that lasts no
 * longer.
 */
final class ApiRequests {

	private static final Duration LIMIT = Duration.ofSeconds(2);

	private final Consumer<Options.Builder> clientOptions;

	private final String systemPassword;

	ApiRequests(Consumer<Options.Builder> clientOptions, String systemPassword) {
		this.clientOptions = clientOptions;
		this.systemPassword = systemPassword;
	}

	/**
	 * Asks as the clients do.
	 * @param node the node to connect to
	 * @param subject what to ask for, behind {@code $JS.API.}
	 * @return what went wrong, or {@code null} if nothing did
	 */
	@Nullable String ask(NatsServer node, String subject) {
		return ask(options(node), node, subject);
	}

	/**
	 * Asks as the system account.
	 * @param node the node to connect to
	 * @param subject what to ask for, behind {@code $JS.API.}
	 * @return what went wrong, or {@code null} if nothing did
	 */
	@Nullable String askAsSystem(NatsServer node, String subject) {
		return ask(
				options(node).userInfo(ClusterMembership.SYSTEM_USER.toCharArray(), this.systemPassword.toCharArray()),
				node, subject);
	}

	private Options.Builder options(NatsServer node) {
		Options.Builder options = Options.builder()
			.server(node.url())
			.connectionTimeout(LIMIT)
			.errorListener(new ErrorListener() {
			});
		this.clientOptions.accept(options);
		return options.noReconnect();
	}

	private static @Nullable String ask(Options.Builder options, NatsServer node, String subject) {
		try (Connection connection = Nats.connect(options.build())) {
			Message reply = connection.request("$JS.API." + subject, null, LIMIT);
			return (reply != null) ? problemIn(reply)
					: "%s did not answer to %s within %d s".formatted(node, subject, LIMIT.toSeconds());
		}
		catch (IOException ex) {
			return "%s did not take a request: %s".formatted(node, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while asking %s".formatted(node), ex);
		}
	}

	private static @Nullable String problemIn(Message reply) {
		if (reply.isStatusMessage()) {
			return reply.getStatus().getMessageWithCode();
		}
		try {
			JsonValue answer = JsonParser.parse(reply.getData());
			JsonValue error = (answer.map != null) ? answer.map.get("error") : null;
			return (error != null) ? Monitoring.text(error, "description") : null;
		}
		catch (JsonParseException ex) {
			return "an answer that is not JSON: %s".formatted(ex.getMessage());
		}
	}

}
