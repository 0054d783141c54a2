package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ServerWithUsers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DeadLetterTrials}.
 */
@Tag("compat")
@NatsServerTest
@Timeout(30)
class DeadLetterTrialsTests {

	private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.000000001Z");

	private static final DeadLetterId FIRST = id(7);

	private static final DeadLetterId SECOND = id(8);

	private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

	private final AtomicLong sequence = new AtomicLong(100);

	private BusApplication application;

	@BeforeEach
	void start(NatsServer server) throws Exception {
		this.application = BusApplication.on(server).start();
		this.application.management().purgeStream(TrialStream.NAME);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void loneRunsAreNumberedUntilThereAreNoMore() throws Exception {
		DeadLetterTrials trials = trials(this.application, 3);
		DeadLetterTrials ofAnotherInstance = trials(this.application, 3);
		assertThat(trials.begin(FIRST)).hasValue(1);
		assertThat(ofAnotherInstance.begin(FIRST)).hasValue(2);
		assertThat(trials.begin(SECOND)).hasValue(1);
		assertThat(trials.begin(FIRST)).hasValue(3);
		assertThat(ofAnotherInstance.begin(FIRST)).isEmpty();
		assertThat(trials.begin(FIRST)).isEmpty();
		assertThat(records()).isEqualTo(4);
	}

	@Test
	void theEndOfALoneRunRemovesAllRecordsOfTheEventAndNoOther() throws Exception {
		DeadLetterTrials trials = trials(this.application, 2);
		trials.begin(FIRST);
		trials.begin(FIRST);
		trials.begin(SECOND);
		trials.end(FIRST, 2);
		assertThat(records()).isEqualTo(1);
		assertThat(trials.begin(FIRST)).hasValue(1);
		assertThat(trials.begin(SECOND)).hasValue(2);
	}

	@Test
	void aRecordSaysWhoRanTheEventAndWhen() throws Exception {
		trials(this.application, 2).begin(FIRST);
		MessageInfo record = this.application.management()
			.getLastMessage(TrialStream.NAME, "trial.AUTH_EVENTS.analytics-users.7-1767355200000000001.1");
		assertThat(record.getHeaders().getFirst("Trial-Application")).isEqualTo("analytics ?");
		assertThat(record.getHeaders().getFirst("Trial-Began-At")).isEqualTo(NOON.toString());
	}

	@Test
	void withoutAStreamNothingBeginsAndWhyIsToldUntilOneIsThere() throws Exception {
		StreamConfiguration stream = this.application.management().getStreamInfo(TrialStream.NAME).getConfiguration();
		this.application.management().deleteStream(TrialStream.NAME);
		DeadLetterParking parking = parking(this.application, 2);
		DeadLetterTrials trials = parking.trials();
		trials.requirePossible(FIRST);
		assertThatExceptionOfType(TrialException.class).isThrownBy(() -> trials.begin(FIRST))
			.withMessageContainingAll("AUTH_EVENTS#7", "analytics-users", "no stream takes records of lone runs");
		assertThat(parking.refusal()).startsWith("no stream takes records of lone runs");
		assertThatExceptionOfType(TrialException.class).isThrownBy(() -> trials.requirePossible(SECOND))
			.withMessageContaining("no stream takes records");
		this.now.set(NOON.plusSeconds(1));
		trials.requirePossible(SECOND);
		trials.end(FIRST);
		this.application.management().addStream(stream);
		assertThat(trials.begin(FIRST)).isEqualTo(OptionalInt.of(1));
		assertThat(parking.refusal()).isNull();
	}

	@Test
	void aRecordThatWasNotConfirmedIsNotTakenForALoneRun(NatsServer server) throws Exception {
		DeadLetterTrials trials = new DeadLetterParking(this.application.bean(ConnectionSupervisor.class), "analytics",
				Duration.ofMillis(200), this.now::get)
			.trials();
		server.pause();
		try {
			assertThatExceptionOfType(TrialException.class).isThrownBy(() -> trials.begin(FIRST))
				.withMessageContaining("the server did not confirm a record of a lone run");
			assertThatExceptionOfType(TrialException.class).isThrownBy(() -> trials.begin(FIRST));
		}
		finally {
			server.resume();
		}
		assertThat(trials.begin(FIRST)).hasValue(1);
		assertThat(records()).isEqualTo(1);
	}

	@Test
	void whoMayNotRecordIsToldSoAtOnce() throws Exception {
		try (ServerWithUsers server = ServerWithUsers.start();
				BusApplication denied = server.application()
					.property("nats.jetstream.publisher.timeout", "20s")
					.start()) {
			server.denyPublishing("trial.>");
			await().untilAsserted(() -> assertThatExceptionOfType(TrialException.class)
				.isThrownBy(() -> trials(denied, 2).begin(id(this.sequence.incrementAndGet())))
				.withMessageContaining("Permissions Violation for Publish to \"trial.AUTH_EVENTS."));
		}
	}

	@Test
	void aRecordThatCouldNotBeRemovedIsNotTakenForALoneRunThatNeverEnded() throws Exception {
		try (ServerWithUsers server = ServerWithUsers.start(); BusApplication denied = server.application().start()) {
			DeadLetterTrials trials = trials(denied, 2);
			DeadLetterTrials ofAnotherInstance = trials(denied, 2);
			assertThat(trials.begin(SECOND)).hasValue(1);
			server.denyPublishing("$JS.API.STREAM.PURGE.>");
			await().untilAsserted(() -> {
				int run = trials.begin(id(this.sequence.incrementAndGet())).orElseThrow();
				DeadLetterId last = id(this.sequence.get());
				trials.end(last, run);
				assertThatExceptionOfType(TrialException.class).isThrownBy(() -> trials.begin(last))
					.withMessageContaining("may not publish to '$JS.API.STREAM.PURGE.DLQ_TRIALS'");
			});
			assertThatExceptionOfType(TrialException.class).isThrownBy(() -> trials.requirePossible(SECOND));
			assertThat(trials.refusal()).contains("may not publish");
			// That of somebody who may still run it is nobody else's to remove
			assertThat(ofAnotherInstance.begin(SECOND)).hasValue(2);
			assertThat(trials.begin(SECOND)).isEmpty();
			DeadLetterId ended = id(this.sequence.get());
			server.allowAll();
			await().ignoreExceptionsInstanceOf(TrialException.class)
				.untilAsserted(() -> assertThat(trials.begin(ended)).hasValue(1));
			assertThat(trials.refusal()).isNull();
		}
	}

	@Test
	void withoutAConnectionNothingBegins() {
		this.application.die();
		assertThatExceptionOfType(TrialException.class)
			.isThrownBy(() -> trials(this.application, 2).requirePossible(FIRST))
			.withMessageContaining("there is no connection");
	}

	@Test
	void lessThanOneLoneRunIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> parking(this.application, 0))
			.withMessage("lone-runs must be 1 or more but is 0");
	}

	private DeadLetterTrials trials(BusApplication application, int loneRuns) {
		return parking(application, loneRuns).trials();
	}

	private DeadLetterParking parking(BusApplication application, int loneRuns) {
		return new DeadLetterParking(application.bean(ConnectionSupervisor.class), "analytics \u00e9",
				Duration.ofSeconds(5), false, loneRuns, this.now::get);
	}

	private long records() throws Exception {
		return this.application.management().getStreamInfo(TrialStream.NAME).getStreamState().getMsgCount();
	}

	private static DeadLetterId id(long sequence) {
		return new DeadLetterId(new StoredPosition("AUTH_EVENTS", sequence, NOON), "analytics-users");
	}

}
