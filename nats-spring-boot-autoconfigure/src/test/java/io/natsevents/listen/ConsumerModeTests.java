package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.stream.NestedFilters;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what each {@link ProvisioningMode} does to the durable consumers of
 * listeners.
 */
@NatsServerTest
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ConsumerModeTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String STREAM = "AUTH_EVENTS";

	private static final String DURABLE = "analytics-users";

	private final Users users = new Users();

	private Connection operator;

	private JetStreamManagement management;

	@BeforeEach
	void createStreams(NatsServer server) throws Exception {
		this.operator = Nats.connect(server.url());
		this.management = this.operator.jetStreamManagement();
		this.management.addStream(StreamConfiguration.builder().name(STREAM).subjects("auth.>").build());
		this.management.addStream(StreamConfiguration.builder().name("DLQ_EVENTS").subjects("dlq.>").build());
	}

	@AfterEach
	void deleteStreams() throws Exception {
		for (String stream : this.management.getStreamNames()) {
			this.management.deleteStream(stream);
		}
		this.operator.close();
	}

	@Test
	void noneOnlyPulls(NatsServer server) throws Exception {
		createConsumer(wanted());
		Subscription requests = this.operator.subscribe("$JS.API.>");
		this.operator.flush(LIMIT);
		try (BusApplication application = application(server, ProvisioningMode.NONE).start()) {
			publish(application, 3);
			this.users.handled.awaitCalls(3);
			// As long as it takes to ask how far the consumer has come, in other modes
			await().during(Duration.ofMillis(2500)).atMost(LIMIT).until(() -> isPulling(application));
		}
		List<String> asked = new ArrayList<>();
		Message request = requests.nextMessage(LIMIT);
		while (request != null) {
			asked.add(request.getSubject());
			request = requests.nextMessage(Duration.ofMillis(10));
		}
		assertThat(asked).isNotEmpty().containsOnly("$JS.API.CONSUMER.MSG.NEXT.AUTH_EVENTS.analytics-users");
	}

	@Tag("compat")
	@Test
	void noneWaitsForTheConsumerAndGoesOnWhenAnOperatorCreatesIt(NatsServer server, CapturedOutput output)
			throws Exception {
		try (BusApplication application = application(server, ProvisioningMode.NONE).start()) {
			assertThat(output).contains("Streams, not looked at because provisioning.mode is none: AUTH_EVENTS")
				.doesNotContain(" Streams: ");
			awaitTrouble(application, "consumer-mode is none");
			publish(application, 1);
			createConsumer(wanted());
			this.users.handled.awaitCalls(1);
			this.management.deleteConsumer(STREAM, DURABLE);
			awaitTrouble(application, "consumer-mode is none");
			createConsumer(wanted());
			await().atMost(LIMIT).until(() -> isPulling(application));
			assertThat(this.management.getConsumerNames(STREAM)).containsExactly(DURABLE);
		}
	}

	@Test
	void noneGivesBackWhatTheConsumerDeliversBesideTheTypesOfTheListener(NatsServer server, Leftovers leftovers)
			throws Exception {
		leftovers.allowClaims();
		createConsumer(wanted().filterSubject("auth.>"));
		try (BusApplication application = application(server, ProvisioningMode.NONE).start()) {
			application.publisher().publish(Event.of("auth.user.deleted", 1));
			publish(application, 1);
			this.users.handled.awaitCalls(1);
			await().atMost(LIMIT).until(() -> application.consumer("users").getRedelivered() == 1);
			assertThat(application.consumer("users").getNumAckPending()).isEqualTo(1);
			assertThat(this.management.getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
		}
	}

	@Test
	void noneNeedsSomebodyToHaveMadeAPlaceForDeadLetters(NatsServer server, Leftovers leftovers) throws Exception {
		leftovers.allowClaims();
		this.management.deleteStream("DLQ_EVENTS");
		createConsumer(wanted());
		try (BusApplication application = application(server, ProvisioningMode.NONE).start()) {
			this.operator.jetStream().publish("auth.user.created", "no event".getBytes(StandardCharsets.UTF_8));
			await().atMost(LIMIT)
				.until(() -> String.valueOf(application.bean(DeadLetterParking.class).refusal())
					.contains("no stream takes dead letters"));
			assertThat(application.consumer("users").getNumAckPending()).isEqualTo(1);
		}
	}

	@Test
	void verifyReportsEveryListenerThatIsMissingItsConsumerOrFindsAnother(NatsServer server, Leftovers leftovers)
			throws Exception {
		leftovers.allowErrors("APPLICATION FAILED TO START");
		createConsumer(wanted().ackWait(Duration.ofSeconds(5)).maxAckPending(7));
		assertThatException()
			.isThrownBy(() -> application(server, ProvisioningMode.VERIFY)
				.property("nats.jetstream.listener.auto-startup", "false")
				.bean(new Others())
				.start()
				.close())
			.satisfies((ex) -> assertThat(ex).hasRootCauseInstanceOf(ConsumerVerificationException.class))
			.satisfies((ex) -> assertThat(((ConsumerVerificationException) rootOf(ex)).getProblems())
				.containsOnly(Map.entry("users",
						"consumer AUTH_EVENTS/analytics-users differs: ack-wait: PT5S -> PT30S, max-ack-pending: 7 -> 10000"),
						Map.entry("roles", "consumer AUTH_EVENTS/analytics-roles is missing"),
						Map.entry("elsewhere", "Stream NOBODY_EVENTS of listener elsewhere does not exist")));
		assertThat(this.management.getConsumerNames(STREAM)).containsExactly(DURABLE);
		assertThat(configuration().getAckWait()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void verifyDoesNotKeepAnApplicationFromStartingThatIsToStartAnyhow(NatsServer server) throws Exception {
		try (BusApplication application = application(server, ProvisioningMode.VERIFY)
			.property("nats.startup-failure-policy", "continue")
			.start()) {
			awaitTrouble(application, "consumer AUTH_EVENTS/analytics-users is missing");
			createConsumer(wanted());
			await().atMost(LIMIT).until(() -> isPulling(application));
		}
	}

	@Test
	void verifyWaitsForAConsumerThatVanishesAndGoesOnWhenAnOperatorCreatesIt(NatsServer server) throws Exception {
		createConsumer(wanted());
		try (BusApplication application = application(server, ProvisioningMode.VERIFY).start()) {
			await().atMost(LIMIT).until(() -> isPulling(application));
			this.management.deleteConsumer(STREAM, DURABLE);
			awaitTrouble(application, "does not exist, and provisioning.consumer-mode is verify");
			publish(application, 1);
			assertThat(this.management.getConsumerNames(STREAM)).isEmpty();
			createConsumer(wanted());
			this.users.handled.awaitCalls(1);
			await().atMost(LIMIT).until(() -> application.isDone("users"));
		}
	}

	@Tag("compat")
	@Test
	void createAddsWhatIsMissing(NatsServer server) throws Exception {
		try (BusApplication application = application(server, ProvisioningMode.CREATE).start()) {
			publish(application, 1);
			this.users.handled.awaitCalls(1);
			assertThat(configuration().getMetadata()).containsEntry(UnusedDurables.APPLICATION, "analytics");
			await().atMost(LIMIT).until(() -> application.isDone("users"));
			this.management.deleteConsumer(STREAM, DURABLE);
			publish(application, 1);
			await().atMost(LIMIT).until(() -> this.users.handled.eventIds().stream().distinct().count() == 2);
			await().atMost(LIMIT).until(() -> application.isDone("users"));
		}
	}

	@Tag("compat")
	@ParameterizedTest
	@EnumSource(ProvisioningMode.class)
	void whatAnOperatorChangedIsMetInEachMode(ProvisioningMode mode, NatsServer server, CapturedOutput output,
			Leftovers leftovers) throws Exception {
		createConsumer(wanted().ackWait(Duration.ofSeconds(9)));
		if (mode == ProvisioningMode.VERIFY) {
			leftovers.allowErrors("APPLICATION FAILED TO START");
			assertThatException().isThrownBy(() -> application(server, mode).start().close())
				.withStackTraceContaining("ack-wait: PT9S -> PT30S");
		}
		else {
			try (BusApplication application = application(server, mode).start()) {
				publish(application, 1);
				this.users.handled.awaitCalls(1);
				await().atMost(LIMIT).until(() -> application.isDone("users"));
			}
		}
		boolean updated = mode == ProvisioningMode.UPDATE;
		assertThat(configuration().getAckWait()).isEqualTo(Duration.ofSeconds(updated ? 30 : 9));
		assertThat(configuration().getMetadata().get(UnusedDurables.APPLICATION))
			.isEqualTo(updated ? "analytics" : null);
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN") && line.contains("ack-wait: PT9S")))
			.hasSize((mode == ProvisioningMode.CREATE) ? 1 : 0);
	}

	@ParameterizedTest
	@EnumSource(value = ProvisioningMode.class, names = { "VERIFY", "CREATE", "UPDATE" })
	void aConsumerThatCannotServeFailsTheStart(ProvisioningMode mode, NatsServer server, Leftovers leftovers)
			throws Exception {
		leftovers.allowErrors("APPLICATION FAILED TO START");
		createConsumer(wanted().ackPolicy(AckPolicy.None));
		assertThatException().isThrownBy(() -> application(server, mode).start().close())
			.withStackTraceContaining("acknowledgement policy: none -> explicit");
	}

	@Test
	void twoApplicationsThatShareADurableDoNotChangeItBackAndForth(NatsServer server, CapturedOutput output)
			throws Exception {
		try (BusApplication owner = application(server, ProvisioningMode.UPDATE).start();
				BusApplication other = BusApplication.on(server)
					.property("spring.application.name", "billing")
					.property("nats.jetstream.listener.ack-wait", "7s")
					.bean(new SharedUsers(this.users))
					.start()) {
			assertThat(configuration().getAckWait()).isEqualTo(Duration.ofSeconds(30));
			assertThat(configuration().getMetadata()).containsEntry(UnusedDurables.APPLICATION, "analytics");
			assertThat(output.getOut()
				.lines()
				.filter((line) -> line.contains("is left alone, because application 'analytics' looks after it")))
				.singleElement()
				.asString()
				.contains("ack-wait: PT30S -> PT7S");
			publish(owner, 5);
			await().atMost(LIMIT).until(() -> this.users.handled.size() == 5);
			await().atMost(LIMIT).until(() -> owner.isDone("users"));
			assertThat(other.listener("shared").state().phase()).isEqualTo(Phase.PULLING);
		}
	}

	@Test
	void healingNeverChangesAConsumerThatSomebodyElseMadeMeanwhile(NatsServer server) throws Exception {
		try (BusApplication application = application(server, ProvisioningMode.UPDATE).start()) {
			await().atMost(LIMIT).until(() -> isPulling(application));
			for (int i = 0; i < 3; i++) {
				this.management.deleteConsumer(STREAM, DURABLE);
				if (create(wanted().ackWait(Duration.ofSeconds(11)))) {
					break;
				}
			}
			publish(application, 1);
			this.users.handled.awaitCalls(1);
			await().atMost(LIMIT).until(() -> isPulling(application) && application.isDone("users"));
			assertThat(configuration().getAckWait()).isEqualTo(Duration.ofSeconds(11));
			assertThat(configuration().getMetadata()).doesNotContainKey(UnusedDurables.APPLICATION);
		}
	}

	private BusApplication.Builder application(NatsServer server, ProvisioningMode consumerMode) {
		return BusApplication.on(server)
			.property("nats.jetstream.provisioning.mode", "none")
			.property("nats.jetstream.provisioning.consumer-mode", consumerMode.name())
			.bean(this.users);
	}

	private ConsumerConfiguration.Builder wanted() {
		return ConsumerConfiguration.builder()
			.durable(DURABLE)
			.filterSubjects(filters())
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(Duration.ofSeconds(30))
			.maxAckPending(10_000)
			.maxDeliver(-1);
	}

	private List<String> filters() {
		return NestedFilters.areSafeOn(this.operator.getServerInfo())
				? List.of("auth.user.created", "auth.user.created.*") : List.of("auth.user.created");
	}

	private void createConsumer(ConsumerConfiguration.Builder consumer) throws Exception {
		this.management.createConsumer(STREAM, consumer.build());
	}

	/** The listener may be faster. */
	private boolean create(ConsumerConfiguration.Builder consumer) throws Exception {
		try {
			createConsumer(consumer);
			return true;
		}
		catch (JetStreamApiException ex) {
			return false;
		}
	}

	private ConsumerConfiguration configuration() throws Exception {
		return this.management.getConsumerInfo(STREAM, DURABLE).getConsumerConfiguration();
	}

	private static void publish(BusApplication application, int count) {
		for (int i = 0; i < count; i++) {
			application.publisher().publish(Event.of("auth.user.created", i));
		}
	}

	private static boolean isPulling(BusApplication application) {
		return application.listener("users").state().phase() == Phase.PULLING;
	}

	private static void awaitTrouble(BusApplication application, String reason) {
		await().atMost(LIMIT).untilAsserted(() -> {
			ListenerState state = application.listener("users").state();
			assertThat(state.phase()).isEqualTo(Phase.RECOVERING);
			assertThat(state.reason()).contains(reason);
		});
	}

	private static Throwable rootOf(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	static final class Users {

		final Handled handled = new Handled();

		@JetStreamListener(id = "users", value = "auth.user.created")
		void on(Integer number, Event<Integer> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

	static final class SharedUsers {

		private final Users users;

		SharedUsers(Users users) {
			this.users = users;
		}

		@JetStreamListener(id = "shared", durable = DURABLE, value = "auth.user.created")
		void on(Integer number, Event<Integer> event, DeliveryContext context) {
			this.users.on(number, event, context);
		}

	}

	static final class Others {

		@JetStreamListener(id = "roles", value = "auth.role.added")
		void onRole(Integer number) {
		}

		@JetStreamListener(id = "elsewhere", value = "nobody.was.here")
		void onNobody(Integer number) {
		}

	}

}
