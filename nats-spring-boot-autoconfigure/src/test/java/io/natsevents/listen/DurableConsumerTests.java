package io.natsevents.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.stream.ProvisioningSettings;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DurableConsumer} on a real server.
 */
@Tag("compat")
@NatsServerTest
class DurableConsumerTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final String DURABLE = "worker";

	private Path store;

	private BusApplication application;

	private JetStreamManagement management;

	private DurableConsumer consumer;

	@BeforeEach
	void connect(NatsServer server) throws Exception {
		this.application = BusApplication.on(server).property("nats.jetstream.services", "").start();
		this.store = server.log().resolveSibling("store");
		assertThat(this.store).isDirectory();
		this.management = this.application.management();
		makeStream();
		this.consumer = consumer();
	}

	@AfterEach
	void close() throws Exception {
		if (this.management.getStreamNames().contains(STREAM)) {
			deleteStream();
		}
		this.application.close();
	}

	@Test
	void firstDeclarationBeginsWithTheOldestEvent() throws Exception {
		publish(3);
		this.consumer.declare();
		assertThat(next()).isEqualTo(1);
	}

	@Test
	void declaringAgainChangesNothing() throws Exception {
		this.consumer.declare();
		ConsumerConfiguration before = configuration();
		consumer().declare();
		assertThat(configuration().toJson()).isEqualTo(before.toJson());
	}

	@Test
	void vanishedConsumerGoesOnBehindTheLastFloorSeen() throws Exception {
		publish(5);
		this.consumer.declare();
		acknowledge(3);
		assertThat(this.consumer.observe()).isTrue();
		this.management.deleteConsumer(STREAM, DURABLE);
		assertThat(this.consumer.observe()).isFalse();
		this.consumer.heal();
		assertThat(next()).isEqualTo(4);
	}

	@Test
	void staleFloorRepeatsAndNeverSkips() throws Exception {
		publish(5);
		this.consumer.declare();
		acknowledge(2);
		this.consumer.observe();
		acknowledge(2);
		this.management.deleteConsumer(STREAM, DURABLE);
		this.consumer.heal();
		assertThat(next()).isEqualTo(3);
	}

	@Test
	void consumerThatVanishesTwiceInARowStillGoesOnWhereItHadComeTo() throws Exception {
		publish(5);
		this.consumer.declare();
		acknowledge(4);
		this.consumer.observe();
		for (int i = 0; i < 3; i++) {
			this.management.deleteConsumer(STREAM, DURABLE);
			this.consumer.heal();
			this.consumer.observe();
		}
		assertThat(next()).isEqualTo(5);
	}

	@Test
	void consumerWithNothingLeftThatVanishesTwiceHasNothingToDo() throws Exception {
		publish(5);
		this.consumer.declare();
		acknowledge(5);
		this.consumer.observe();
		for (int i = 0; i < 2; i++) {
			this.management.deleteConsumer(STREAM, DURABLE);
			this.consumer.heal();
			this.consumer.observe();
		}
		assertThat(this.consumer.progress().pending()).isZero();
	}

	@Test
	void consumerThatVanishedWhileTheListenerWasStoppedIsDeclaredWhereItHadComeTo() throws Exception {
		publish(5);
		this.consumer.declare();
		acknowledge(4);
		this.consumer.observe();
		this.management.deleteConsumer(STREAM, DURABLE);
		this.consumer.declare();
		assertThat(next()).isEqualTo(5);
	}

	@Test
	void streamMadeAnewIsReadFromItsBeginning() throws Exception {
		publish(5);
		this.consumer.declare();
		acknowledge(4);
		this.consumer.observe();
		deleteStream();
		assertThatExceptionOfType(MissingStreamException.class).isThrownBy(this.consumer::heal)
			.withMessage("Stream AUTH_EVENTS of listener test does not exist");
		makeStream();
		publish(6);
		this.consumer.heal();
		assertThat(next()).isEqualTo(1);
	}

	@Test
	void consumerThatAnotherInstanceMadeInAStreamMadeAnewIsFollowed() throws Exception {
		publish(9);
		this.consumer.declare();
		acknowledge(8);
		this.consumer.observe();
		deleteStream();
		makeStream();
		publish(5);
		consumer().declare();
		acknowledge(3);
		this.consumer.observe();
		this.management.deleteConsumer(STREAM, DURABLE);
		this.consumer.heal();
		assertThat(next()).isEqualTo(4);
	}

	@Test
	void consumerThatCouldNotBeDeclaredAtFirstIsChangedOnceItCan() throws Exception {
		deleteStream();
		assertThatExceptionOfType(MissingStreamException.class).isThrownBy(this.consumer::declare);
		makeStream();
		this.management.createConsumer(STREAM, wanted().filterSubject("auth.other").build());
		this.consumer.heal();
		assertThat(configuration().getFilterSubjects()).startsWith("auth.user.created").doesNotContain("auth.other");
	}

	@Test
	void changesOfAnOperatorAreLeftAloneWhileRunning() throws Exception {
		this.consumer.declare();
		this.management.addOrUpdateConsumer(STREAM,
				ConsumerConfiguration.builder(configuration()).maxAckPending(7).build());
		this.consumer.heal();
		assertThat(configuration().getMaxAckPending()).isEqualTo(7);
		consumer().declare();
		assertThat(configuration().getMaxAckPending()).isEqualTo(10_000);
	}

	@Test
	void consumerThatPushesCannotServe() throws Exception {
		this.management.createConsumer(STREAM, wanted().deliverSubject("somewhere").build());
		assertThatExceptionOfType(ListenerConfigurationException.class).isThrownBy(this.consumer::declare)
			.withMessageContaining("AUTH_EVENTS/worker exists and cannot serve it")
			.withMessageContaining("deliver subject: somewhere -> ");
	}

	@Test
	void consumerThatNeedsNoAcknowledgementCannotServe() throws Exception {
		this.management.createConsumer(STREAM, wanted().ackPolicy(AckPolicy.None).build());
		assertThatExceptionOfType(ListenerConfigurationException.class).isThrownBy(this.consumer::declare)
			.withMessageContaining("acknowledgement policy: none -> explicit")
			.withMessageContaining("Name another durable, or delete the consumer");
	}

	private DurableConsumer consumer() {
		return new DurableConsumer(TestEndpoint.of(DURABLE, TestEndpoint.settings()),
				this.application.bean(ConnectionSupervisor.class), ProvisioningSettings.ownedBy("analytics"),
				List.of());
	}

	private static ConsumerConfiguration.Builder wanted() {
		return ConsumerConfiguration.builder().durable(DURABLE).ackPolicy(AckPolicy.Explicit);
	}

	private void makeStream() throws IOException, JetStreamApiException {
		this.management.addStream(StreamConfiguration.builder().name(STREAM).subjects("auth.>").build());
	}

	/**
	 * The server deletes files later than it says. A stream made anew before that gets
	 * back the old events (seen on 2.15.1).
	 */
	private void deleteStream() throws IOException, JetStreamApiException {
		this.management.deleteStream(STREAM);
		await().until(() -> Files.notExists(this.store.resolve("jetstream/$G/streams").resolve(STREAM)));
	}

	private ConsumerConfiguration configuration() throws IOException, JetStreamApiException {
		return this.management.getConsumerInfo(STREAM, DURABLE).getConsumerConfiguration();
	}

	private void publish(int count) throws IOException, JetStreamApiException {
		for (int i = 0; i < count; i++) {
			this.application.connection().jetStream().publish("auth.user.created", new byte[0]);
		}
	}

	private void acknowledge(int count) throws Exception {
		JetStreamSubscription subscription = subscribe();
		for (Message message : subscription.fetch(count, Duration.ofSeconds(5))) {
			message.ackSync(Duration.ofSeconds(5));
		}
		subscription.unsubscribe();
	}

	private long next() throws Exception {
		JetStreamSubscription subscription = subscribe();
		Message message = subscription.fetch(1, Duration.ofSeconds(5)).get(0);
		message.ackSync(Duration.ofSeconds(5));
		subscription.unsubscribe();
		return message.metaData().streamSequence();
	}

	private JetStreamSubscription subscribe() throws IOException, JetStreamApiException {
		return this.application.connection()
			.jetStream()
			.subscribe(null, PullSubscribeOptions.fastBind(STREAM, DURABLE));
	}

}
