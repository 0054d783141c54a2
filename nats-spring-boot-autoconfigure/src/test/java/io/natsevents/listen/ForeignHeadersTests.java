package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.api.MessageInfo;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.publish.PublishStatus;
import io.natsevents.support.BusApplication;
import io.natsevents.support.RawClient;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for headers of clients in other languages, which the Java client cannot read.
 */
@Tag("compat")
@NatsServerTest
class ForeignHeadersTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String ATTRIBUTES = """
			ce-specversion: 1.0\r
			ce-id: e-1\r
			ce-source: urn:other\r
			ce-type: auth.user.created\r
			ce-time: 2026-01-02T03:04:05Z\r
			ce-organizationid: acme\r
			""";

	private static final String STRUCTURED = "{\"specversion\":\"1.0\",\"id\":\"e-2\",\"source\":\"urn:other\","
			+ "\"type\":\"auth.user.created\",\"time\":\"2026-01-02T03:04:05Z\",\"organizationid\":\"acme\","
			+ "\"data\":{\"name\":\"structured\"}}";

	private final Users users = new Users();

	private BusApplication application;

	private RawClient client;

	@BeforeEach
	void start(NatsServer server) throws Exception {
		this.application = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-wait", "2s")
			.bean(this.users)
			.start();
		this.application.management().purgeStream("AUTH_EVENTS");
		this.application.management().purgeStream("DLQ_EVENTS");
		this.client = RawClient.of(server);
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.application.close();
	}

	@Test
	void attributesThatAreNotEscapedAreRead() throws Exception {
		this.client.publish("auth.user.created", "NATS/1.0\r\n" + ATTRIBUTES + "ce-subject: Euro € 😀\r\n\r\n",
				"{\"name\":\"€\"}");
		nextEventIsHandledAtOnce(1);
		assertThat(this.users.handled.get(0).entity()).isEqualTo("Euro € 😀");
		assertThat(this.users.handled.get(0).data().name()).isEqualTo("€");
	}

	@Test
	void headersThatAreNoneLeaveTheBody() throws Exception {
		this.client.publish("auth.user.created", "\u0000garbage", STRUCTURED);
		nextEventIsHandledAtOnce(1);
		assertThat(this.users.handled.get(0).id()).isEqualTo("e-2");
	}

	@Test
	void eventThatIsUnreadableWithoutItsHeadersIsParked() throws Exception {
		this.client.publish("auth.user.created", "NATS/2.0\r\n" + ATTRIBUTES + "\r\n", "{\"name\":\"é\"}");
		nextEventIsHandledAtOnce(0);
		await().atMost(LIMIT)
			.until(() -> this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount() == 1);
		MessageInfo dead = this.application.management().getLastMessage("DLQ_EVENTS", "dlq.>");
		assertThat(dead.getHeaders().getFirst("Dlq-Reason")).isEqualTo("MALFORMED");
		assertThat(dead.getData()).asString().isEqualTo("{\"name\":\"é\"}");
	}

	@Test
	void eventThatLooksLikeAnAnswerOfTheServerIsHandled() throws Exception {
		List<String> statuses = List.of("408 Request Timeout", "503", "409 Consumer Deleted", "404 No Messages",
				"100 Idle Heartbeat", "409 Leadership Change", "nonsense");
		for (String status : statuses) {
			this.client.publish("auth.user.created", "NATS/1.0 " + status + "\r\n\r\n", STRUCTURED);
		}
		nextEventIsHandledAtOnce(statuses.size());
		assertThat(this.users.handled).filteredOn((event) -> event.id().equals("e-2")).hasSameSizeAs(statuses);
	}

	private void nextEventIsHandledAtOnce(int before) throws Exception {
		assertThat(this.application.publisher().publish(Event.of("auth.user.created", new User("next"))).status())
			.isEqualTo(PublishStatus.STORED);
		// Well below the time after which the client misses answers to its pings
		await().atMost(Duration.ofSeconds(5)).until(() -> this.users.handled.size() == before + 1);
		assertThat(this.users.handled.get(before).data().name()).isEqualTo("next");
		await().atMost(LIMIT).until(() -> this.application.isDone("users-on"));
		assertThat(this.users.handled).hasSize(before + 1);
		assertThat(this.application.consumer("users-on").getRedelivered()).isZero();
		assertThat(this.application.bean(ConnectionSupervisor.class).state().reconnects()).isZero();
		assertThat(Objects.requireNonNull(this.application.connection().getStatistics()).getReconnects()).isZero();
	}

	record User(String name) {
	}

	static class Users {

		private final List<Event<User>> handled = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.user.created")
		void on(Event<User> event) {
			this.handled.add(event);
		}

	}

}
