package io.natsevents.deadletter;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PurgeOptions;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.EventCodec;
import io.natsevents.stream.StreamStartup;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ServerWithUsers;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DeadLetterWatch}: what several instances that look at the same dead
 * letters do about them.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterWatchTests {

	private static final DeadLetterLimits LIMITS = new DeadLetterLimits(10, Duration.ofHours(1));

	private static final String RAISED = "deadletters.alert.raised";

	private static final String ENDED = "deadletters.alert.ended";

	private static final Duration TAKE_OVER = Duration.ofMinutes(1);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private BusApplication application;

	private WebhookReceiver receiver;

	@BeforeEach
	void start(NatsServer server, Leftovers leftovers) throws Exception {
		leftovers.allowErrors("Alert: dead letters: ");
		this.receiver = new WebhookReceiver();
		this.application = BusApplication.on(server).start();
		this.application.management().purgeStream("DLQ_EVENTS");
		this.application.management().purgeStream("DLQ_TRIALS");
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.receiver.close();
	}

	@Test
	void fourInstancesTellEachChangeOnce(CapturedOutput output) throws Exception {
		List<DeadLetterWatch> fleet = List.of(watch(), watch(), watch(), watch());
		lookAllAtOnce(fleet);
		park(10);
		lookAllAtOnce(fleet);
		assertThat(this.receiver.taken()).containsExactly(RAISED);
		lookAllAtOnce(fleet);
		assertThat(fleet).allMatch((watch) -> watch.lastLook().alert() != null);
		keep(4);
		lookAllAtOnce(fleet);
		lookAllAtOnce(fleet);
		assertThat(fleet).allMatch((watch) -> watch.lastLook().alert() == null);
		park(6);
		lookAllAtOnce(fleet);
		lookAllAtOnce(fleet);
		assertThat(this.receiver.taken()).containsExactly(RAISED, ENDED, RAISED);
		assertThat(this.receiver.requests()).extracting((request) -> request.json().path("id").asString())
			.doesNotHaveDuplicates();
		assertThat(this.events).hasSize(3).allMatch((event) -> event instanceof DeadLetterAlert);
		assertThat(output.getAll().split("Alert: dead letters: 10 in DLQ_EVENTS", -1)).hasSize(3);
		assertThat(output.getAll().split("Alert ended: dead letters: 4 in DLQ_EVENTS", -1)).hasSize(2);
	}

	@Test
	void goingUpAndDownAcrossALimitIsOneAlert() throws Exception {
		DeadLetterWatch watch = watch();
		park(9);
		for (int i = 0; i < 5; i++) {
			park(1);
			watch.look();
			keep(9);
			watch.look();
			keep(5);
			watch.look();
			park(4);
		}
		assertThat(this.receiver.taken()).containsExactly(RAISED);
	}

	@Test
	void aWebhookThatIsDownIsToldWhenItIsUp(CapturedOutput output) throws Exception {
		List<DeadLetterWatch> fleet = List.of(watch(), watch());
		this.receiver.answer(503);
		park(10);
		for (int i = 0; i < 3; i++) {
			lookAllAtOnce(fleet);
		}
		assertThat(this.receiver.requests()).hasSizeBetween(2, 3);
		this.receiver.answer(200);
		for (int i = 0; i < 3; i++) {
			lookAllAtOnce(fleet);
		}
		assertThat(this.receiver.taken()).containsExactly(RAISED);
		assertThat(this.receiver.requests()).extracting(WebhookReceiver.Request::body)
			.containsOnly(this.receiver.requests().get(0).body());
		assertThat(this.events).hasSize(1);
		assertThat(output.getAll().split("Alert: dead letters: ", -1)).hasSize(2);
	}

	@Test
	void whatOneThatDiedHadDecidedAnotherTells() throws Exception {
		park(10);
		for (StoredAlert.Progress progress : List.of(StoredAlert.Progress.DECIDED, StoredAlert.Progress.LOGGED)) {
			this.application.management().purgeStream("DLQ_TRIALS");
			this.receiver.requests().clear();
			this.events.clear();
			DeadLetterNumbers numbers = new DeadLetterNumbers(10, this.now.get());
			DeadLetterAlert alert = new DeadLetterAlert("decided", DeadLetterAlert.State.RAISED, this.now.get(),
					numbers, LIMITS, "one-that-died");
			store().write(new StoredAlert(alert, progress, "one-that-died/1", 0, this.now.get()), 0);
			List<DeadLetterWatch> fleet = List.of(watch(), watch(), watch());
			lookAllAtOnce(fleet);
			passTime(TAKE_OVER.minusSeconds(1));
			lookAllAtOnce(fleet);
			assertThat(this.receiver.requests()).isEmpty();
			passTime(Duration.ofSeconds(1));
			lookAllAtOnce(fleet);
			lookAllAtOnce(fleet);
			assertThat(this.receiver.taken()).containsExactly(RAISED);
			assertThat(this.receiver.requests().get(0).json().path("id").asString()).isEqualTo("decided");
			assertThat(this.receiver.requests().get(0).json().path("source").asString())
				.isEqualTo("urn:service:one-that-died");
			assertThat(this.events).hasSize((progress == StoredAlert.Progress.DECIDED) ? 1 : 0);
		}
	}

	@Test
	void anInstanceWithoutWebhookLeavesItToOneThatHasOne() throws Exception {
		DeadLetterWatch without = watch(null);
		park(10);
		without.look();
		assertThat(this.events).hasSize(1);
		DeadLetterWatch with = watch();
		with.look();
		assertThat(this.receiver.requests()).isEmpty();
		passTime(TAKE_OVER);
		without.look();
		with.look();
		with.look();
		assertThat(this.receiver.taken()).containsExactly(RAISED);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void theSharedMessageIsWrittenAgainBeforeItIsTooOldAndWhenItIsGone() throws Exception {
		List<DeadLetterWatch> fleet = List.of(watch(), watch());
		park(10);
		lookAllAtOnce(fleet);
		lookAllAtOnce(fleet);
		long first = store().read().sequence();
		passTime(Duration.ofHours(7));
		lookAllAtOnce(fleet);
		long second = store().read().sequence();
		assertThat(second).isGreaterThan(first);
		this.application.management().purgeStream("DLQ_TRIALS");
		lookAllAtOnce(fleet);
		assertThat(store().read().sequence()).isGreaterThan(second);
		lookAllAtOnce(fleet);
		assertThat(this.receiver.taken()).containsExactly(RAISED);
	}

	@Test
	void aMessageNobodyCanReadIsReplaced() throws Exception {
		this.application.connection().jetStream().publish(AlertStore.SUBJECT, "x".getBytes(StandardCharsets.UTF_8));
		park(10);
		watch().look();
		assertThat(this.receiver.taken()).containsExactly(RAISED);
	}

	@Test
	void anOldOneIsEnough() throws Exception {
		DeadLetterWatch watch = watch();
		park(1);
		watch.look();
		assertThat(watch.lastLook().numbers()).isNotNull();
		passTime(Duration.ofMinutes(61));
		watch.look();
		assertThat(this.receiver.taken()).containsExactly(RAISED);
		assertThat(watch.lastLook().alert().numbers().messages()).isEqualTo(1);
	}

	@Test
	void withoutDeadLettersToCountItSaysSoAndTheAlertStays(CapturedOutput output) throws Exception {
		DeadLetterWatch watch = watch();
		park(10);
		watch.look();
		this.application.management().deleteStream("DLQ_EVENTS");
		watch.look();
		watch.look();
		assertThat(watch.lastLook().alert()).isNotNull();
		assertThat(watch.lastLook().problem()).contains("There is no stream DLQ_EVENTS");
		assertThat(output.getAll().split("dead letters cannot be counted", -1)).hasSize(2);
	}

	@Test
	void whatCannotBeSharedIsAtLeastLogged(NatsServer server, CapturedOutput output) throws Exception {
		DeadLetterWatch watch = watch();
		this.application.management().deleteStream("DLQ_TRIALS");
		park(10);
		watch.look();
		assertThat(output.getAll()).contains(
				"cannot be shared with other instances: The server refuses $JS.API.STREAM.MSG.GET.DLQ_TRIALS:",
				"It would be raised now: 10 in DLQ_EVENTS");
		assertThat(this.receiver.requests()).isEmpty();
		BusApplication.on(server).start().close();
		watch.look();
		assertThat(this.receiver.taken()).containsExactly(RAISED);
		assertThat(watch.lastLook().problem()).isNull();
	}

	@Test
	void aMissingPermissionIsNamed(CapturedOutput output) throws Exception {
		try (ServerWithUsers users = ServerWithUsers.start();
				BusApplication denied = users.application().start();
				Connection admin = users.admin()) {
			for (int i = 0; i < 10; i++) {
				admin.jetStream().publish("dlq.AUTH_EVENTS.denied." + i + "-1", null);
			}
			DeadLetterWatch watch = watch(denied, this.receiver.uri("/"));
			users.denyPublishing("trial.>");
			await().atMost(Duration.ofSeconds(10)).until(() -> {
				denied.connection().publish("trial.of-permission", null);
				denied.connection().flush(Duration.ofSeconds(5));
				return Objects.toString(denied.connection().getLastError()).contains("trial.of-permission");
			});
			lookUntilTheProblemIs(watch, "Permissions Violation for Publish to \"trial.alert.state\"");
			users.denyPublishing("$JS.API.STREAM.MSG.GET.>");
			lookUntilTheProblemIs(watch, "STREAM.MSG.GET.DLQ_TRIALS");
			users.denyPublishing("$JS.API.STREAM.INFO.>");
			lookUntilTheProblemIs(watch, "STREAM.INFO.DLQ_EVENTS");
			assertThat(output.getAll()).contains("It would be raised now: 10 in DLQ_EVENTS");
			users.allowAll();
			await().atMost(Duration.ofSeconds(10)).until(() -> {
				watch.look();
				return !this.receiver.taken().isEmpty();
			});
			assertThat(this.receiver.taken()).containsExactly(RAISED);
		}
	}

	private static void lookUntilTheProblemIs(DeadLetterWatch watch, String problem) {
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			watch.look();
			assertThat(watch.lastLook().problem()).contains(problem);
		});
	}

	private DeadLetterWatch watch() {
		return watch(this.receiver.uri("/hook"));
	}

	private DeadLetterWatch watch(URI webhook) {
		return watch(this.application, webhook);
	}

	private DeadLetterWatch watch(BusApplication on, URI webhook) {
		DeadLetterAlertSettings settings = new DeadLetterAlertSettings("analytics", LIMITS, webhook,
				Duration.ofSeconds(30), Duration.ofSeconds(1));
		AlertAnnouncement announcement = new AlertAnnouncement(this.events::add,
				new DeadLetterAlertMessage(on.bean(EventCodec.class)),
				(webhook != null) ? new AlertWebhook(webhook, Duration.ofSeconds(5)) : null);
		ConnectionSupervisor connection = on.bean(ConnectionSupervisor.class);
		return new DeadLetterWatch(connection, on.bean(StreamStartup.class),
				new AlertStore(connection, Duration.ofSeconds(1), this.now::get), announcement, settings, TAKE_OVER,
				this.now::get, () -> 0.5);
	}

	private AlertStore store() {
		return new AlertStore(this.application.bean(ConnectionSupervisor.class), Duration.ofSeconds(1), this.now::get);
	}

	private void passTime(Duration time) {
		this.now.updateAndGet((before) -> before.plus(time));
	}

	private static void lookAllAtOnce(List<DeadLetterWatch> fleet) throws Exception {
		CyclicBarrier together = new CyclicBarrier(fleet.size());
		ExecutorService threads = Executors.newFixedThreadPool(fleet.size());
		try {
			List<Future<?>> looks = new ArrayList<>();
			for (DeadLetterWatch watch : fleet) {
				looks.add(threads.submit(() -> {
					together.await(5, TimeUnit.SECONDS);
					watch.look();
					return null;
				}));
			}
			for (Future<?> look : looks) {
				look.get(20, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void park(int count) throws IOException, JetStreamApiException {
		for (int i = 0; i < count; i++) {
			this.application.connection()
				.jetStream()
				.publish("dlq.AUTH_EVENTS.analytics-users." + System.nanoTime() + "-1", null);
		}
	}

	private void keep(int count) throws IOException, JetStreamApiException {
		this.application.management().purgeStream("DLQ_EVENTS", PurgeOptions.builder().keep(count).build());
	}

}
