package io.natsevents.deadletter;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.natsevents.event.EventCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells an address of the user by a POST. User and password in the address become basic
 * authentication; of the address, only scheme, host and port are ever logged.
 */
final class AlertWebhook {

	private static final Log logger = LogFactory.getLog(DeadLetterWatch.class);

	private static final int OK = 200;

	private static final int REDIRECT = 300;

	private final HttpClient client;

	private final HttpRequest.Builder request;

	private final String printable;

	private final Duration timeout;

	/**
	 * Create the webhook.
	 * @param address where to, of http or https
	 * @param timeout how long one attempt may take as a whole
	 */
	AlertWebhook(URI address, Duration timeout) {
		this.client = HttpClient.newBuilder()
			.connectTimeout(timeout)
			.followRedirects(HttpClient.Redirect.NEVER)
			// Not every receiver of webhooks knows what to do with an offer of HTTP/2
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		this.request = HttpRequest.newBuilder(withoutUser(address))
			.timeout(timeout)
			.header("Content-Type", EventCodec.CONTENT_TYPE);
		String user = address.getUserInfo();
		if (user != null) {
			this.request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
		}
		this.printable = address.getScheme() + "://" + address.getHost()
				+ ((address.getPort() >= 0) ? ":" + address.getPort() : "");
		this.timeout = timeout;
	}

	private static URI withoutUser(URI address) {
		try {
			String path = (address.getRawPath() != null) ? address.getRawPath() : "";
			String query = (address.getRawQuery() != null) ? "?" + address.getRawQuery() : "";
			return new URI(new URI(address.getScheme(), null, address.getHost(), address.getPort(), null, null, null)
					+ path + query);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("webhook cannot be used as an address", ex);
		}
	}

	/**
	 * Tell the address.
	 * @param body what to tell
	 * @return whether the receiver took it; if not, it was logged
	 * @throws InterruptedException when interrupted
	 */
	boolean post(byte[] body) throws InterruptedException {
		CompletableFuture<HttpResponse<Void>> answer = this.client.sendAsync(
				this.request.copy().POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
				HttpResponse.BodyHandlers.discarding());
		String problem;
		try {
			// The time-out of a request ends with the headers of its answer
			int status = answer.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode();
			if (status >= OK && status < REDIRECT) {
				return true;
			}
			problem = "it answered " + status;
		}
		catch (ExecutionException ex) {
			problem = String.valueOf(ex.getCause());
		}
		catch (TimeoutException ex) {
			problem = "no answer within " + this.timeout;
		}
		finally {
			answer.cancel(true);
		}
		logger.warn("The alert about dead letters did not reach the webhook at " + this.printable + ": " + problem
				+ "; it is tried again at the next look");
		return false;
	}

}
