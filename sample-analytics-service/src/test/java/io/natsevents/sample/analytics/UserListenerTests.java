package io.natsevents.sample.analytics;

import java.util.List;
import java.util.UUID;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of events, seen through the HTTP interface.
 */
@NatsServerTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "nats.jetstream.services=auth", "demo.faults=true", "nats.jetstream.listener.retry.delay=50ms",
				"nats.jetstream.listener.retry.max-delay=100ms" })
@AutoConfigureRestTestClient
@ExtendWith(OutputCaptureExtension.class)
class UserListenerTests {

	private static final String CREATED = "auth.user.created";

	private static final String UPDATED = "auth.user.updated";

	private static final String DELETED = "auth.user.deleted";

	private final String user = UUID.randomUUID().toString();

	private final String organization = "organization-" + this.user;

	@Autowired
	private RestTestClient client;

	@Autowired
	private EventPublisher publisher;

	@Autowired
	private EventCodec codec;

	@Autowired
	private Connection connection;

	@Test
	void registrationIsCounted() {
		long before = registrations().total();
		this.publisher.publish(event(CREATED, "Ada"));
		Awaitility.await().until(() -> registrations().byOrganization().containsKey(this.organization));
		assertThat(registrations().byOrganization()).containsEntry(this.organization, 1L);
		assertThat(registrations().total()).isEqualTo(before + 1);
	}

	@Test
	void totalIsTheSumOfTheOrganizations() {
		this.publisher.publish(event(CREATED, "Ada"));
		this.publisher.publish(event(CREATED, "Grace"));
		this.publisher.publish(event(CREATED, "Linus").organizationId("other"));
		awaitHandled(3);
		RegistrationCount registrations = registrations();
		assertThat(registrations.byOrganization()).containsEntry(this.organization, 2L).containsKey("other");
		assertThat(registrations.total())
			.isEqualTo(registrations.byOrganization().values().stream().mapToLong(Long::longValue).sum());
	}

	@Test
	void onlyCreatedUsersAreCounted() {
		long before = registrations().total();
		this.publisher.publish(event(UPDATED, "Ada"));
		this.publisher.publish(event(DELETED, null));
		awaitHandled(2);
		assertThat(registrations().total()).isEqualTo(before);
	}

	@Test
	void eventThatComesTwiceIsCountedOnce() {
		long before = registrations().total();
		Event<?> event = event(CREATED, "Ada").source("urn:service:auth");
		this.connection.publish(CREATED, this.codec.write(event));
		this.connection.publish(CREATED, this.codec.write(event));
		awaitHandled(2);
		assertThat(history()).containsOnly(new HandledEvent(event.id(), CREATED, 1));
		assertThat(registrations().total()).isEqualTo(before + 1);
		assertThat(registrations().byOrganization()).containsEntry(this.organization, 1L);
	}

	@Test
	void eventsAreListedInTheOrderHandled() {
		List<Event<UserData>> events = List.of(event(CREATED, "Ada"), event(UPDATED, "Countess"),
				event(UPDATED, "Lovelace"), event(DELETED, null));
		this.publisher.publishAll(events);
		awaitHandled(4);
		assertThat(history()).containsExactlyElementsOf(
				events.stream().map((event) -> new HandledEvent(event.id(), event.type(), 1)).toList());
	}

	@Test
	void anEventThatIsTriedAgainIsNotOvertaken() {
		List<Event<UserData>> events = List.of(event(CREATED, "Ada"), event(UPDATED, "flaky-3"), event(DELETED, null));
		this.publisher.publishAll(events);
		awaitHandled(3);
		assertThat(history()).containsExactly(new HandledEvent(events.get(0).id(), CREATED, 1),
				new HandledEvent(events.get(1).id(), UPDATED, 4), new HandledEvent(events.get(2).id(), DELETED, 1));
	}

	@Test
	void eventsOfAnUnknownUserAreNone() {
		assertThat(history()).isEmpty();
	}

	@Test
	void handledEventIsLoggedOnce(CapturedOutput output) {
		Event<?> event = event(CREATED, "flaky-1");
		this.publisher.publish(event);
		awaitHandled(1);
		String line = "processed event " + event.id() + " type auth.user.created delivery ";
		Awaitility.await().until(() -> output.getOut().contains(line + 2));
		assertThat(StringUtils.countOccurrencesOf(output.getOut(), line)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { CREATED, UPDATED })
	void failingEventIsRetried(String type) {
		Event<?> event = event(type, "flaky-2");
		this.publisher.publish(event);
		awaitHandled(1);
		assertThat(history()).containsExactly(new HandledEvent(event.id(), type, 3));
		assertNothingPending();
	}

	@Test
	void poisonedEventIsParkedAndOthersGoOn() throws Exception {
		Event<?> poisoned = event(CREATED, "poison");
		this.publisher.publish(poisoned);
		this.publisher.publish(event(CREATED, "Ada"));
		awaitHandled(1);
		MessageInfo parked = awaitParked(poisoned);
		assertThat(parked.getHeaders().getFirst("Dlq-Reason")).isEqualTo("HANDLER_FAILED");
		assertThat(parked.getHeaders().getFirst("Dlq-Deliveries")).isEqualTo("6");
		assertThat(registrations().byOrganization()).containsEntry(this.organization, 1L);
		assertNothingPending();
	}

	@Test
	void eventWithoutUserIsParkedAtOnce() throws Exception {
		Event<?> invalid = event(CREATED, "Ada").data(new UserData("", "Ada"));
		this.publisher.publish(invalid);
		MessageInfo parked = awaitParked(invalid);
		assertThat(parked.getHeaders().getFirst("Dlq-Reason")).isEqualTo("INVALID");
		assertThat(parked.getHeaders().getFirst("Dlq-Deliveries")).isEqualTo("1");
		assertNothingPending();
	}

	@ParameterizedTest
	@ValueSource(strings = { "health", "info", "metrics", "prometheus" })
	void actuatorExposes(String endpoint) {
		this.client.get().uri("/actuator/{endpoint}", endpoint).exchange().expectStatus().isOk();
	}

	private Event<UserData> event(String type, String displayName) {
		return Event.of(type, new UserData(this.user, displayName))
			.organizationId(this.organization)
			.entity("user/" + this.user);
	}

	private RegistrationCount registrations() {
		RegistrationCount count = this.client.get()
			.uri("/analytics/registrations")
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(RegistrationCount.class)
			.getResponseBody();
		assertThat(count).isNotNull();
		return count;
	}

	private List<HandledEvent> history() {
		List<HandledEvent> history = this.client.get()
			.uri("/analytics/users/{id}/events", this.user)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(new ParameterizedTypeReference<List<HandledEvent>>() {
			})
			.getResponseBody();
		assertThat(history).isNotNull();
		return history;
	}

	private void awaitHandled(int events) {
		Awaitility.await().until(() -> history().size() == events);
	}

	private MessageInfo awaitParked(Event<?> event) throws Exception {
		Awaitility.await()
			.ignoreExceptionsInstanceOf(JetStreamApiException.class)
			.until(() -> event.id().equals(lastParked().getHeaders().getFirst("Dlq-Event-Id")));
		return lastParked();
	}

	private MessageInfo lastParked() throws Exception {
		return this.connection.jetStreamManagement().getLastMessage("DLQ_EVENTS", "dlq.AUTH_EVENTS.analytics-users.*");
	}

	private void assertNothingPending() {
		Awaitility.await().untilAsserted(() -> {
			ConsumerInfo consumer = this.connection.jetStreamManagement()
				.getConsumerInfo("AUTH_EVENTS", "analytics-users");
			assertThat(consumer.getNumPending()).isZero();
			assertThat(consumer.getNumAckPending()).isZero();
		});
	}

}
