package io.natsevents.sample.analytics;

import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an operator does about dead letters over HTTP.
 */
@NatsServerTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "nats.jetstream.services=auth", "nats.jetstream.dead-letter.stack-trace=true" })
@AutoConfigureRestTestClient
class DeadLettersEndpointTests {

	private static final String ENDPOINT = "natsdeadletters";

	@Autowired
	private RestTestClient client;

	@Autowired
	private EventPublisher publisher;

	@Autowired
	private Connection connection;

	@BeforeEach
	void parkTwo() throws Exception {
		this.connection.jetStreamManagement().purgeStream("DLQ_EVENTS");
		for (String organization : List.of("acme", "globex")) {
			this.publisher.publish(Event.of("auth.user.created", new UserData("", "Ada"))
				.organizationId(organization)
				.entity("user/42"));
		}
		Awaitility.await()
			.until(() -> this.connection.jetStreamManagement()
				.getStreamInfo("DLQ_EVENTS")
				.getStreamState()
				.getMsgCount() == 2);
	}

	@Test
	void deadLettersAreFoundShownAndDiscarded() {
		List<Map<String, Object>> found = list(get("?organization=globex&reason=invalid", 200), "deadLetters");
		assertThat(found).hasSize(1);
		String id = (String) found.get(0).get("id");
		assertThat(map(found.get(0), "original")).containsEntry("type", "auth.user.created")
			.containsEntry("organization", "globex")
			.containsEntry("stream", "AUTH_EVENTS");
		assertThat(map(found.get(0), "failure")).containsEntry("reason", "INVALID")
			.containsEntry("durable", "analytics-users")
			.doesNotContainKey("stackTrace");
		Map<String, Object> shown = get("/" + id, 200);
		assertThat(shown).containsEntry("id", id).doesNotContainKey("content");
		assertThat((String) map(shown, "failure").get("stackTrace")).contains("\n  at ");
		assertThat(delete("/" + id + "?because=no+such+user", 200)).containsEntry("discarded", 1);
		assertThat((String) get("/" + id, 404).get("error")).contains(id);
		assertThat((String) delete("/" + id + "?because=again", 404).get("error")).contains(id);
		assertThat(get("?count=true", 200)).containsEntry("count", 1);
		assertThat(delete("?stream=AUTH_EVENTS&because=clean", 200)).containsEntry("discarded", 1)
			.containsEntry("skipped", 0);
		assertThat(list(get("", 200), "deadLetters")).isEmpty();
	}

	@Test
	void pagesFollowOneAnother() {
		Map<String, Object> first = get("?limit=1", 200);
		assertThat(list(first, "deadLetters")).hasSize(1);
		Map<String, Object> second = get("?limit=2&after=" + first.get("next"), 200);
		assertThat(list(second, "deadLetters")).hasSize(1).isNotEqualTo(list(first, "deadLetters"));
		assertThat(second).doesNotContainKey("next");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?limit=0", "?limit=many", "?limit=99999999999", "?after=-1", "?stream=A*",
			"?reason=bored", "?from=yesterday", "?count=perhaps", "/no-id", "/A.b.c" })
	void whatIsAskedForWronglyIsExplained(String request) {
		assertThat((String) get(request, 400).get("error")).isNotBlank();
	}

	@Test
	void discardingNeedsAReasonAndACondition() {
		assertThat((String) delete("?stream=AUTH_EVENTS", 400).get("error")).contains("because");
		assertThat((String) delete("?because=tired", 400).get("error")).contains("say which ones");
		assertThat((String) delete("/AUTH_EVENTS.d.1-1", 400).get("error")).contains("because");
		assertThat(get("?count=true", 200)).containsEntry("count", 2);
	}

	@Test
	void withoutTheStreamItIsUnavailable() throws Exception {
		StreamConfiguration stream = this.connection.jetStreamManagement()
			.getStreamInfo("DLQ_EVENTS")
			.getConfiguration();
		this.connection.jetStreamManagement().deleteStream("DLQ_EVENTS");
		assertThat((String) get("", 503).get("error")).contains("There is no stream DLQ_EVENTS");
		this.connection.jetStreamManagement().addStream(stream);
	}

	private Map<String, Object> get(String request, int status) {
		return new EndpointClient(this.client, ENDPOINT).get(request, status);
	}

	private Map<String, Object> delete(String request, int status) {
		return new EndpointClient(this.client, ENDPOINT).delete(request, status);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> from, String name) {
		return (List<Map<String, Object>>) from.get(name);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> from, String name) {
		return (Map<String, Object>) from.get(name);
	}

	@Nested
	@TestPropertySource(properties = "management.endpoint.natsdeadletters.show-values=always")
	class WithValues {

		@Test
		void dataAndHeadersAreShown(@Autowired RestTestClient client) {
			EndpointClient endpoint = new EndpointClient(client, ENDPOINT);
			String id = (String) list(endpoint.get("", 200), "deadLetters").get(0).get("id");
			Map<String, Object> content = map(endpoint.get("/" + id, 200), "content");
			assertThat(content).containsEntry("source", "DEAD_LETTER").doesNotContainKey("body");
			assertThat(map(content, "data")).containsEntry("displayName", "Ada");
			assertThat(map(content, "headers")).containsKey("Dlq-Reason");
		}

	}

}
