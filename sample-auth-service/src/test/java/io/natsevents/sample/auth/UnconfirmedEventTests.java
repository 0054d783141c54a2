package io.natsevents.sample.auth;

import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for changes whose event is not confirmed.
 */
@NatsServerTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "nats.jetstream.publisher.retry.max-duration=1s")
@AutoConfigureRestTestClient
class UnconfirmedEventTests {

	private static final Duration BOUND = Duration.ofSeconds(5);

	private static final Registration REGISTRATION = new Registration("ada@example.org", "Ada", "acme");

	@Autowired
	private RestTestClient client;

	@Autowired
	private UserService users;

	@Autowired
	private Connection connection;

	@BeforeEach
	void awaitConnection() {
		Awaitility.await().until(() -> this.connection.getStatus() == Connection.Status.CONNECTED);
	}

	@Test
	void nothingChangesWhileThereIsNoServer(NatsServer server) {
		String userId = this.users.register(REGISTRATION).userId();
		server.stop();
		awaitDisconnection();
		assertWithinBound(() -> assertNotConfirmed(register(), "not-stored"));
		assertNotConfirmed(rename(userId), "not-stored");
		assertNotConfirmed(delete(userId), "not-stored");
		assertThat(this.users.find(userId).displayName()).isEqualTo("Ada");
	}

	@Test
	void outcomeIsUnknownWhenTheServerDoesNotAnswer(NatsServer server) throws Exception {
		String userId = this.users.register(REGISTRATION).userId();
		long before = new StoredEvents(this.connection).count();
		server.pause();
		assertWithinBound(() -> assertNotConfirmed(rename(userId), "outcome-unknown"));
		assertThat(this.users.find(userId).displayName()).isEqualTo("Ada");
		server.resume();
		Awaitility.await().until(() -> new StoredEvents(this.connection).count() == before + 1);
	}

	@Test
	void changesGoOnWhenTheServerIsBack(NatsServer server) {
		String userId = this.users.register(REGISTRATION).userId();
		server.stop();
		awaitDisconnection();
		assertNotConfirmed(delete(userId), "not-stored");
		server.start();
		awaitConnection();
		delete(userId).expectStatus().isNoContent();
	}

	@Test
	void nothingChangesWithoutAStream() throws Exception {
		String userId = this.users.register(REGISTRATION).userId();
		this.connection.jetStreamManagement().deleteStream("AUTH_EVENTS");
		try {
			assertNotConfirmed(delete(userId), "not-stored");
			assertThatCode(() -> this.users.find(userId)).as("still there").doesNotThrowAnyException();
		}
		finally {
			this.connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects("auth.>").build());
		}
	}

	private void awaitDisconnection() {
		Awaitility.await().until(() -> this.connection.getStatus() != Connection.Status.CONNECTED);
	}

	private RestTestClient.ResponseSpec register() {
		return this.client.post().uri("/users").body(REGISTRATION).exchange();
	}

	private RestTestClient.ResponseSpec rename(String userId) {
		return this.client.patch().uri("/users/{id}", userId).body(new DisplayNameChange("Countess")).exchange();
	}

	private RestTestClient.ResponseSpec delete(String userId) {
		return this.client.delete().uri("/users/{id}", userId).exchange();
	}

	private static void assertWithinBound(Runnable call) {
		long started = System.nanoTime();
		call.run();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND);
	}

	private static void assertNotConfirmed(RestTestClient.ResponseSpec response, String outcome) {
		response.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(503)
			.jsonPath("$.eventId")
			.value(String.class, (id) -> assertThat(id).matches("[0-9a-f-]{36}"))
			.jsonPath("$.outcome")
			.isEqualTo(outcome);
	}

}
