package io.natsevents.stream;

import java.time.Duration;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamState;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("compat")
@NatsServerTest
class StreamRetentionTests {

	private static final StreamDefinition ORDERS = ServiceStreams.definition("orders")
		.withDefaults(StreamSettings.DEFAULTS)
		.replicas(1);

	private Connection connection;

	private JetStreamManagement management;

	@BeforeEach
	void connect(NatsServer server) throws Exception {
		this.connection = Nats.connect(server.url());
		this.management = this.connection.jetStreamManagement();
	}

	@AfterEach
	void removeStream() throws Exception {
		this.management.deleteStream("ORDERS_EVENTS");
		this.connection.close();
	}

	@Test
	void eventsGoWhenTheyAreTooOld() throws Exception {
		provision(ServiceStreams.definition("orders")
			.maxAge(Duration.ofSeconds(2))
			.replicas(1)
			.withDefaults(StreamSettings.DEFAULTS));
		publish(5, 10);
		assertThat(state().getMsgCount()).isEqualTo(5);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(state().getMsgCount()).isZero());
	}

	@Test
	void oldestEventsGoWhenTheStreamIsFull() throws Exception {
		provision(ORDERS.maxBytes(100_000));
		publish(200, 1000);
		StreamState state = state();
		assertThat(state.getByteCount()).isLessThanOrEqualTo(100_000).isGreaterThan(90_000);
		assertThat(state.getLastSequence()).isEqualTo(200);
		assertThat(state.getFirstSequence()).isGreaterThan(100);
	}

	@Test
	void aFullStreamThatDiscardsNewEventsRefusesThem() throws Exception {
		provision(ORDERS.maxMessages(3).discard(DiscardPolicy.New));
		publish(3, 10);
		assertThatThrownBy(() -> publish(1, 10)).hasMessageContaining("maximum messages exceeded");
		assertThat(state().getFirstSequence()).isEqualTo(1);
	}

	@Test
	void interestRetentionKeepsAnEventUntilEveryConsumerHasIt() throws Exception {
		provision(ORDERS.retention(RetentionPolicy.Interest));
		publish(1, 10);
		assertThat(state().getMsgCount()).as("nobody is interested").isZero();
		JetStreamSubscription one = consumer("one");
		JetStreamSubscription two = consumer("two");
		publish(1, 10);
		acknowledge(one);
		assertThat(state().getMsgCount()).isEqualTo(1);
		acknowledge(two);
		Awaitility.await().untilAsserted(() -> assertThat(state().getMsgCount()).isZero());
	}

	@Test
	void workQueueRetentionKeepsAnEventUntilOneConsumerHasIt() throws Exception {
		provision(ORDERS.retention(RetentionPolicy.WorkQueue));
		publish(2, 10);
		assertThat(state().getMsgCount()).isEqualTo(2);
		acknowledge(consumer("worker"));
		Awaitility.await().untilAsserted(() -> assertThat(state().getMsgCount()).isEqualTo(1));
	}

	private void provision(StreamDefinition definition) {
		new StreamProvisioner(this.connection, ProvisioningSettings.ownedBy("orders")).provision(List.of(definition));
	}

	private void publish(int count, int size) throws Exception {
		for (int i = 0; i < count; i++) {
			this.connection.jetStream().publish("orders.placed", new byte[size]);
		}
	}

	private StreamState state() throws Exception {
		return this.management.getStreamInfo("ORDERS_EVENTS").getStreamState();
	}

	private JetStreamSubscription consumer(String durable) throws Exception {
		this.management.createConsumer("ORDERS_EVENTS", ConsumerConfiguration.builder().durable(durable).build());
		return this.connection.jetStream().subscribe(null, PullSubscribeOptions.fastBind("ORDERS_EVENTS", durable));
	}

	private static void acknowledge(JetStreamSubscription subscription) throws Exception {
		List<Message> messages = subscription.fetch(1, Duration.ofSeconds(5));
		assertThat(messages).hasSize(1);
		messages.get(0).ackSync(Duration.ofSeconds(5));
	}

}
