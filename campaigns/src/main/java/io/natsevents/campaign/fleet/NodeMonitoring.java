package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;

import io.natsevents.test.NatsServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a node tells over HTTP.
 */
final class NodeMonitoring {

	private static final int LIMIT_MILLIS = 5000;

	private static final JsonMapper mapper = new JsonMapper();

	private NodeMonitoring() {
	}

	/**
	 * Ask a node.
	 * @param node a node that is running
	 * @param path what to ask for, such as {@code healthz}
	 * @return the answer, also when it tells of an error
	 */
	static JsonNode ask(NatsServer node, String path) {
		URI uri = URI.create("http://127.0.0.1:%d/%s".formatted(node.monitoringPort(), path));
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			connection.setConnectTimeout(LIMIT_MILLIS);
			connection.setReadTimeout(LIMIT_MILLIS);
			boolean error = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
			try (InputStream body = error ? connection.getErrorStream() : connection.getInputStream()) {
				return mapper.readTree(body);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s does not answer to %s".formatted(node, path), ex);
		}
	}

}
