package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.ProvisioningSettings;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for where a durable consumer begins, on a real server.
 */
@NatsServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class DeliverPolicyTests {

	private static final String CREATED = "auth.user.created";

	private static final String DELETED = "auth.user.deleted";

	private static final String DURABLE = "worker";

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private BusApplication application;

	private JetStreamManagement management;

	/** The server deletes files later than it says, so no name is used twice. */
	private int streams;

	private String stream = "";

	@BeforeAll
	void connect(NatsServer server) throws Exception {
		this.application = BusApplication.on(server).property("nats.jetstream.services", "").start();
		this.management = this.application.management();
	}

	@AfterAll
	void close() {
		this.application.close();
	}

	@BeforeEach
	void makeStream(Leftovers leftovers) throws Exception {
		// It is shared by all tests
		leftovers.allowThreads().allowClaims();
		if (!this.stream.isEmpty() && this.management.getStreamNames().contains(this.stream)) {
			this.management.deleteStream(this.stream);
		}
		this.streams++;
		this.stream = "POLICY_" + this.streams;
		makeStream(RetentionPolicy.Limits);
	}

	@Test
	void allBeginsWithTheOldestAndTellsHowManyAreDelivered(CapturedOutput output) throws Exception {
		publish(DELETED, CREATED, CREATED, CREATED);
		consumer(DeliverFrom.ALL).declare();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("3 event(s) that are stored already will be delivered to it, because deliver-policy is all")
			.contains("nats.jetstream.listeners.test.deliver-policy");
		assertThat(delivered()).containsExactly(2L, 3L, 4L);
	}

	@Test
	void newPassesOverWhatIsStoredAndTellsHowMany(CapturedOutput output) throws Exception {
		publish(CREATED, CREATED, DELETED);
		consumer(DeliverFrom.NEW).declare();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("passes over 2 event(s) that are stored already, because deliver-policy is new")
			.contains("nats.jetstream.listeners.test.deliver-policy");
		publish(DELETED, CREATED);
		assertThat(delivered()).containsExactly(5L);
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created, auth.user.created.late", "auth.user.created.late, auth.user.created",
			"auth.user.created, auth.user.created" })
	void lastDeliversExactlyTheNewestMatchingOneOfTwoFilters(String earlier, String newest, CapturedOutput output)
			throws Exception {
		publish(CREATED, "auth.user.created.late", earlier, newest, DELETED, DELETED);
		consumer(DeliverFrom.LAST, CREATED, "auth.user.created.*").declare();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("passes over 3 event(s) that are stored already, because deliver-policy is last");
		assertThat(delivered()).containsExactly(4L);
		publish(CREATED, "auth.user.created.late");
		assertThat(delivered()).containsExactly(7L, 8L);
	}

	@Test
	void lastOfOneEventPassesOverNothing(CapturedOutput output) throws Exception {
		publish(CREATED, DELETED);
		consumer(DeliverFrom.LAST).declare();
		assertThat(warnings(output)).isEmpty();
		assertThat(delivered()).containsExactly(1L);
	}

	@Test
	void instantBeginsWithTheFirstStoredAtOrAfterIt(CapturedOutput output) throws Exception {
		publish(CREATED, CREATED, DELETED, CREATED);
		Instant second = this.management.getMessage(this.stream, 2).getTime().toInstant();
		consumer(DeliverFrom.instant(second)).declare();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("2 event(s) that are stored already will be delivered")
			.contains("because deliver-policy is " + second);
		assertThat(delivered()).containsExactly(2L, 4L);
	}

	@Test
	void instantBeforeTheStreamBeganMeansAll(CapturedOutput output) throws Exception {
		publish(CREATED, CREATED);
		consumer(DeliverFrom.instant(Instant.EPOCH)).declare();
		assertThat(warnings(output)).singleElement().asString().contains("2 event(s)");
		assertThat(delivered()).containsExactly(1L, 2L);
	}

	@Test
	void instantToComeIsRefused() throws Exception {
		Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
		assertThatExceptionOfType(ListenerConfigurationException.class)
			.isThrownBy(consumer(DeliverFrom.instant(tomorrow))::declare)
			.withMessageStartingWith("Listener test: deliver-policy " + tomorrow + " lies in the future")
			.withMessageMatching(".*the server's clock says [-0-9]+T[:.0-9]+Z\\. .*");
		assertThat(this.management.getConsumerNames(this.stream)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void nothingIsToldWhenNothingIsStored(DeliverFrom from, CapturedOutput output) throws Exception {
		consumer(from).declare();
		publish(CREATED);
		assertThat(delivered()).containsExactly(1L);
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void consumerThatIsThereIsLeftAsItIs(DeliverFrom from, CapturedOutput output) throws Exception {
		consumer(DeliverFrom.ALL).declare();
		publish(CREATED, CREATED);
		ConsumerConfiguration before = configuration();
		consumer(from).declare();
		assertThat(configuration().toJson()).isEqualTo(before.toJson());
		assertThat(consumer(from, ProvisioningMode.VERIFY).verify()).isNull();
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void consumerCanBeChangedWhereverItBegan(DeliverFrom from) throws Exception {
		publish(CREATED);
		consumer(from).declare();
		consumer(TestEndpoint.settings(from, Duration.ofSeconds(7)), ProvisioningMode.UPDATE, CREATED).declare();
		assertThat(configuration().getAckWait()).isEqualTo(Duration.ofSeconds(7));
	}

	@ParameterizedTest
	@CsvSource({ "new, 4", "last, 3", "instant, 2" })
	void consumerThatVanishesUnobservedBeginsAgainWhereItBegan(String from, long first) throws Exception {
		publish(CREATED, CREATED, CREATED);
		DurableConsumer consumer = consumer(from(from));
		consumer.declare();
		publish(CREATED, CREATED);
		this.management.deleteConsumer(this.stream, DURABLE);
		consumer.heal();
		assertThat(delivered()).startsWith(first).hasSize((int) (6 - first));
	}

	@ParameterizedTest
	@CsvSource({ "new, 4", "last, 3", "instant, 2" })
	void consumerThatVanishesBeforeAnythingIsAcknowledgedBeginsAgainWhereItBegan(String from, long first)
			throws Exception {
		publish(CREATED, CREATED, CREATED);
		DurableConsumer consumer = consumer(from(from));
		consumer.declare();
		publish(CREATED, CREATED);
		assertThat(fetch(false)).startsWith(first);
		consumer.observe();
		this.management.deleteConsumer(this.stream, DURABLE);
		consumer.heal();
		assertThat(delivered()).startsWith(first).hasSize((int) (6 - first));
	}

	@Test
	void allEventsAreNewToAListenerThatWaitedForItsStream(CapturedOutput output) throws Exception {
		this.management.deleteStream(this.stream);
		this.streams++;
		this.stream = "POLICY_" + this.streams;
		DurableConsumer consumer = consumer(DeliverFrom.NEW);
		assertThatExceptionOfType(MissingStreamException.class).isThrownBy(consumer::declare);
		makeStream(RetentionPolicy.Limits);
		publish(CREATED, CREATED);
		consumer.heal();
		assertThat(delivered()).containsExactly(1L, 2L);
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void workQueueDeliversAll() throws Exception {
		this.management.deleteStream(this.stream);
		this.streams++;
		this.stream = "POLICY_" + this.streams;
		makeStream(RetentionPolicy.WorkQueue);
		assertThatExceptionOfType(ListenerConfigurationException.class).isThrownBy(consumer(DeliverFrom.NEW)::declare)
			.withMessageContaining("deliver-policy new cannot be kept on stream " + this.stream + ", a work queue");
		DurableConsumer consumer = consumer(DeliverFrom.ALL);
		consumer.declare();
		publish(CREATED, CREATED);
		assertThat(delivered()).containsExactly(1L, 2L);
		consumer.observe();
		this.management.deleteConsumer(this.stream, DURABLE);
		publish(CREATED);
		consumer.heal();
		assertThat(delivered()).containsExactly(3L);
	}

	@ParameterizedTest
	@EnumSource(ProvisioningMode.class)
	void onlyWhoMayCreateDecidesWhereItBegins(ProvisioningMode mode) throws Exception {
		publish(CREATED);
		DurableConsumer consumer = consumer(DeliverFrom.NEW, mode);
		if (mode == ProvisioningMode.VERIFY) {
			assertThatExceptionOfType(ConsumerVerificationException.class).isThrownBy(consumer::declare);
		}
		else {
			consumer.declare();
		}
		if (mode.creates()) {
			assertThat(configuration().getStartSequence()).isEqualTo(2);
		}
		else {
			assertThat(this.management.getConsumerNames(this.stream)).isEmpty();
		}
	}

	@Test
	void illegalFormFailsTheStart(NatsServer server, Leftovers leftovers) {
		leftovers.allowErrors("Application run failed").allowErrors("APPLICATION FAILED TO START");
		assertThatException().isThrownBy(() -> BusApplication.on(server).bean(new Illegal()).start().close())
			.withStackTraceContaining("Listener illegal.on: its deliver-policy cannot be read from"
					+ " {deliver-policy=tomorrow}: 'tomorrow' is none of all, new, last, or an instant");
	}

	static Stream<DeliverFrom> policies() {
		return Stream.of(DeliverFrom.ALL, DeliverFrom.NEW, DeliverFrom.LAST,
				DeliverFrom.instant(Instant.parse("2026-03-01T00:00:00.123456789Z")));
	}

	/**
	 * An instant is that of the second event.
	 */
	private DeliverFrom from(String policy) throws IOException, JetStreamApiException {
		return policy.equals("instant")
				? DeliverFrom.instant(this.management.getMessage(this.stream, 2).getTime().toInstant())
				: DeliverFrom.of(policy);
	}

	private DurableConsumer consumer(DeliverFrom from, String... types) {
		return consumer(TestEndpoint.settings(from, Duration.ofSeconds(30)), ProvisioningMode.UPDATE,
				(types.length > 0) ? types : new String[] { CREATED });
	}

	private DurableConsumer consumer(DeliverFrom from, ProvisioningMode mode) {
		return consumer(TestEndpoint.settings(from, Duration.ofSeconds(30)), mode, CREATED);
	}

	private DurableConsumer consumer(ListenerSettings settings, ProvisioningMode mode, String... types) {
		return new DurableConsumer(TestEndpoint.of(this.stream, DURABLE, settings, types),
				this.application.bean(ConnectionSupervisor.class),
				ProvisioningSettings.ownedBy("analytics").withMode(mode), List.of());
	}

	private void makeStream(RetentionPolicy retention) throws IOException, JetStreamApiException {
		this.management.addStream(
				StreamConfiguration.builder().name(this.stream).subjects("auth.>").retentionPolicy(retention).build());
	}

	private ConsumerConfiguration configuration() throws IOException, JetStreamApiException {
		return this.management.getConsumerInfo(this.stream, DURABLE).getConsumerConfiguration();
	}

	private void publish(String... subjects) throws IOException, JetStreamApiException {
		for (String subject : subjects) {
			this.application.connection().jetStream().publish(subject, new byte[0]);
		}
	}

	private List<Long> delivered() throws Exception {
		return fetch(true);
	}

	private List<Long> fetch(boolean acknowledge) throws Exception {
		JetStreamSubscription subscription = this.application.connection()
			.jetStream()
			.subscribe(null, PullSubscribeOptions.fastBind(this.stream, DURABLE));
		subscription.pullNoWait(100, Duration.ofMillis(150));
		List<Long> sequences = new ArrayList<>();
		Message message = subscription.nextMessage(LIMIT);
		while (message != null) {
			sequences.add(message.metaData().streamSequence());
			if (acknowledge) {
				message.ackSync(LIMIT);
			}
			message = subscription.nextMessage(LIMIT);
		}
		subscription.unsubscribe();
		return sequences;
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.contains(" WARN ") && line.contains("deliver-policy"))
			.toList();
	}

	static final class Illegal {

		@JetStreamListener(value = CREATED, deliverPolicy = "tomorrow")
		void on(Integer number) {
		}

	}

}
