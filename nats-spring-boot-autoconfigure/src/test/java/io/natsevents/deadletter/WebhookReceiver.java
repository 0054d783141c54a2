package io.natsevents.deadletter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receives what a webhook is told.
 */
final class WebhookReceiver implements AutoCloseable {

	private final HttpServer server;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private volatile int status = 204;

	WebhookReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			this.requests.add(new Request(this.status, exchange.getRequestMethod(), exchange.getRequestURI(),
					exchange.getRequestHeaders(), new String(body, StandardCharsets.UTF_8)));
			exchange.getResponseHeaders().add("Location", "/elsewhere");
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "webhook-receiver");
			thread.setDaemon(true);
			return thread;
		}));
		this.server.start();
	}

	URI uri(String suffix) {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + suffix);
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	void answer(int code) {
		this.status = code;
	}

	List<Request> requests() {
		return this.requests;
	}

	/**
	 * The types of the events it said yes to.
	 */
	List<String> taken() {
		return this.requests.stream()
			.filter((request) -> request.status() < 300)
			.map((request) -> request.json().path("type").asString())
			.toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	record Request(int status, String method, URI uri, Headers headers, String body) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

	}

}
