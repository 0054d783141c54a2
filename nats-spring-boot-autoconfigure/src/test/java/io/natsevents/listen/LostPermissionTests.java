package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.publish.PublishRejectedException;
import io.natsevents.publish.PublishStatus;
import io.natsevents.publish.PublishUnavailableException;
import io.natsevents.support.BusApplication;
import io.natsevents.support.FrequentParking;
import io.natsevents.support.ServerWithUsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for permissions that are taken away while the application runs, and given back:
 * it is said within seconds, and everything goes on without a restart.
 */
@ExtendWith(OutputCaptureExtension.class)
class LostPermissionTests {

	private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);

	private static final String TYPE = "auth.user.created";

	private static ServerWithUsers server;

	private final Users users = new Users();

	private BusApplication application;

	@BeforeAll
	static void startServer() throws Exception {
		server = ServerWithUsers.start();
	}

	@AfterAll
	static void stopServer() throws Exception {
		server.close();
	}

	@BeforeEach
	void start() {
		this.application = server.application()
			.configuration(FrequentParking.class)
			.property("nats.jetstream.listener.ack-wait", "1s")
			// A request that has been accepted is not refused any more, so it must end
			// soon
			.property("nats.jetstream.listener.max-in-flight", "4")
			.property("nats.jetstream.publisher.timeout", "500ms")
			.property("nats.jetstream.publisher.retry.max-duration", "1s")
			.bean(this.users)
			.start();
		publish();
		this.users.handled.awaitCalls(1);
		awaitDone();
		this.users.handled.calls().clear();
	}

	@AfterEach
	void stop() throws Exception {
		server.allowAll();
		this.application.close();
		try (Connection admin = server.admin()) {
			admin.jetStreamManagement().deleteStream("AUTH_EVENTS");
		}
	}

	@Test
	void publishingFailsAtOnceWithTheSubjectAndWorksAgain() {
		server.denyPublishing("auth.>");
		long started = System.nanoTime();
		await().atMost(NOTICED_WITHIN)
			.untilAsserted(() -> assertThatExceptionOfType(PublishRejectedException.class)
				.isThrownBy(() -> this.application.publisher().publish(Event.of(TYPE, "refused")))
				.withMessageContaining("this application's user may not publish to 'auth.user.created'"));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
		server.allowAll();
		await().atMost(NOTICED_WITHIN).ignoreExceptions().until(() -> publish() != null);
	}

	@Test
	void pullingIsShownWithTheViolationAndGoesOnOnceItIsAllowed() {
		server.denyPublishing("$JS.API.CONSUMER.MSG.NEXT.>");
		publishUntil(() -> phase() == Phase.RECOVERING);
		assertListenerDown("Permissions Violation for Publish to"
				+ " \"$JS.API.CONSUMER.MSG.NEXT.AUTH_EVENTS.analytics-users-on\"");
		List<String> published = publish(5);
		// Between two requests it must not look well
		await().during(Duration.ofSeconds(1)).until(() -> phase() == Phase.RECOVERING);
		server.allowAll();
		await().atMost(NOTICED_WITHIN).until(() -> this.users.handled.eventIds().containsAll(published));
		await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.PULLING);
		awaitDone();
	}

	@Test
	void acknowledgementsThatAreRefusedStopTheListenerUntilTheyAreAllowed(CapturedOutput output) {
		server.denyPublishing("$JS.ACK.>");
		publishUntil(() -> phase() == Phase.RECOVERING);
		assertListenerDown("events cannot be acknowledged, so what is handled comes again; grant to publish to"
				+ " '$JS.ACK.AUTH_EVENTS.analytics-users-on.>'");
		List<String> published = publish(50);
		int handled = this.users.handled.size();
		// Longer than ack-wait: what was handled would come again now
		await().during(Duration.ofMillis(1500)).until(() -> this.users.handled.size() == handled);
		assertThat(phase()).isEqualTo(Phase.RECOVERING);
		server.allowAll();
		await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.PULLING);
		awaitDone();
		assertThat(new HashSet<>(this.users.handled.eventIds())).containsAll(published);
		assertThat(
				output.getAll().lines().filter((line) -> line.contains("NATS server reports: Permissions Violation")))
			.hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void connectionThatReceivesNoRepliesIsUselessUntilTheyAreAllowed() {
		server.denySubscribing("_INBOX_analytics.>");
		await().atMost(NOTICED_WITHIN).until(() -> is("connection", Status.DOWN));
		assertThat(this.application.health("connection").getDetails().get("reason")).asString()
			.contains("the server does not let this user receive replies; grant it to subscribe to"
					+ " '_INBOX_analytics.>'");
		await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.RECOVERING);
		assertThatExceptionOfType(PublishUnavailableException.class)
			.isThrownBy(() -> this.application.publisher().publish(Event.of(TYPE, "refused")))
			.withMessageContaining("does not let this user receive replies");
		server.allowAll();
		await().atMost(NOTICED_WITHIN).until(() -> is("connection", Status.UP));
		List<String> published = publish(5);
		await().atMost(NOTICED_WITHIN).until(() -> this.users.handled.eventIds().containsAll(published));
		await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.PULLING);
		awaitDone();
	}

	@Test
	void deadLettersThatAreRefusedAreNamedAndParkedOnceTheyAreAllowed() throws Exception {
		server.denyPublishing("dlq.>");
		await().atMost(NOTICED_WITHIN).until(() -> {
			this.application.connection().jetStream().publish(TYPE, "x".getBytes(StandardCharsets.UTF_8));
			return is("deadLetters", Status.DOWN);
		});
		assertThat(this.application.health("deadLetters").getDetails().get("reason")).asString()
			.contains("the server refuses dead letters: Permissions Violation for Publish to \"dlq.AUTH_EVENTS."
					+ "analytics-users-on.");
		assertThat(this.application.consumer("users-on").getNumAckPending()).isPositive();
		List<String> published = publish(5);
		await().atMost(NOTICED_WITHIN).until(() -> this.users.handled.eventIds().containsAll(published));
		server.allowAll();
		await().atMost(Duration.ofSeconds(15)).until(() -> this.application.isDone("users-on"));
		assertThat(this.application.health("deadLetters").getStatus()).isEqualTo(Status.UP);
	}

	/**
	 * What the server was told by a signal it does some time later.
	 */
	private void publishUntil(Callable<Boolean> condition) {
		await().atMost(NOTICED_WITHIN).until(() -> {
			publish();
			return condition.call();
		});
	}

	private void assertListenerDown(String reason) {
		Health health = this.application.health("listeners");
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("users-on")).asString().contains(reason);
	}

	private boolean is(String part, Status status) {
		return this.application.health(part).getStatus().equals(status);
	}

	private Phase phase() {
		return this.application.listener("users-on").state().phase();
	}

	private void awaitDone() {
		await().atMost(NOTICED_WITHIN).until(() -> this.application.isDone("users-on"));
	}

	private String publish() {
		return publish(1).get(0);
	}

	private List<String> publish(int count) {
		List<Event<String>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(TYPE, "ada")).toList();
		assertThat(this.application.publisher().publishAll(events).receipts())
			.allMatch((receipt) -> receipt.status() == PublishStatus.STORED)
			.hasSize(count);
		return events.stream().map(Event::id).toList();
	}

	static class Users {

		final Handled handled = new Handled();

		@JetStreamListener(TYPE)
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

}
