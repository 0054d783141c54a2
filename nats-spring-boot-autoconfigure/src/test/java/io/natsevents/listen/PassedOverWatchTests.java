package io.natsevents.listen;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link PassedOverWatch}. 50 events were delivered before the stream went back
 * to 20.
 */
@ExtendWith(OutputCaptureExtension.class)
class PassedOverWatchTests {

	private static final ZonedDateTime CREATED = TestPlaces.BEGIN.atZone(ZoneOffset.UTC);

	private static final long LATER = 1000;

	private final TestPlaces places = new TestPlaces();

	private final TestClock clock = new TestClock();

	private final PassedOverWatch watch = watch(true);

	private PassedOverWatch watch(boolean observing) {
		return new PassedOverWatch(TestEndpoint.of("worker", TestEndpoint.settings()), this.places, this.clock,
				observing);
	}

	@Test
	void withoutADisruptionNobodyIsAsked() throws Exception {
		deliver(this.watch, 1, 50, 0);
		look(50);
		assertThat(this.places.asked).isZero();
	}

	@Test
	void whatWasPassedOverIsAnErrorOnceAndAProblemForAMinute(CapturedOutput output) throws Exception {
		goBack();
		deliver(this.watch, 51, 60, LATER);
		look(60);
		look(60);
		assertThat(this.watch.problem())
			.startsWith("at least 30 event(s) were stored at sequences 21 to 50 of stream AUTH_EVENTS after it went"
					+ " back, where consumer worker had been before: nobody has handled them.")
			.endsWith("(noticed at 1970-01-01T00:00:00Z)");
		assertThat(output).containsOnlyOnce(" ERROR ");
		this.clock.pass(Duration.ofSeconds(61));
		assertThat(this.watch.problem()).isNull();
	}

	@Test
	void whatAnotherInstanceMayHaveHandledIsAWarning(CapturedOutput output) throws Exception {
		goBack();
		this.watch.delivered(delivery(53, 53, LATER));
		look(60);
		assertThat(this.watch.problem()).isNull();
		assertThat(output).containsOnlyOnce(" WARN ")
			.contains("Listener test (durable worker): at least 32 event(s) were stored at sequences 21 to 52 of"
					+ " stream AUTH_EVENTS after it went back, and did not come to this instance");
	}

	@Test
	void whatIsOnItsWayIsWaitedFor(CapturedOutput output) throws Exception {
		goBack();
		look(60);
		deliver(this.watch, 21, 60, LATER);
		look(60);
		assertThat(output).doesNotContain("after it went back");
		assertThat(this.places.asked).isPositive();
	}

	@Test
	void whenNothingComesAWhileIsEnough(CapturedOutput output) throws Exception {
		goBack();
		look(50);
		assertThat(output).doesNotContain("after it went back");
		this.clock.pass(Duration.ofSeconds(2));
		look(50);
		assertThat(output).containsOnlyOnce("were stored at sequences 21 to 50").doesNotContain(" ERROR ");
	}

	@Test
	void aServerThatDoesNotAnswerIsAskedAgain() throws Exception {
		goBack();
		deliver(this.watch, 51, 60, LATER);
		this.places.silent = true;
		assertThatIOException().isThrownBy(() -> look(60));
		assertThat(this.watch.problem()).isNull();
		this.places.silent = false;
		look(60);
		assertThat(this.watch.problem()).contains("21 to 50");
	}

	@Test
	void aConsumerThatWasMadeAnewBeginsWithWhatIsThere() throws Exception {
		look(50);
		goBack();
		deliver(this.watch, 51, 60, LATER);
		this.places.asked = 0;
		this.watch.look(new ConsumerProgress(CREATED.plusDays(1), List.of(), 60, 60, 60, 0, 0));
		assertThat(this.watch.problem()).isNull();
		assertThat(this.places.asked).isZero();
	}

	@Test
	void whoMayNotAskDoesNot() throws Exception {
		PassedOverWatch blind = watch(false);
		deliver(blind, 1, 50, 0);
		blind.disrupted();
		blind.look(consumer(50));
		assertThat(this.places.asked).isZero();
	}

	private void goBack() {
		deliver(this.watch, 1, 50, 0);
		this.watch.disrupted();
		this.places.store(1, 20, 0);
		this.places.store(21, 60, LATER);
	}

	private void look(long delivered) throws Exception {
		this.watch.look(consumer(delivered));
	}

	private static ConsumerProgress consumer(long delivered) {
		return new ConsumerProgress(CREATED, List.of(), delivered, delivered, delivered, 0, 0);
	}

	private static void deliver(PassedOverWatch watch, long first, long last, long second) {
		for (long sequence = first; sequence <= last; sequence++) {
			watch.delivered(delivery(sequence, sequence, second));
		}
	}

	private static NatsJetStreamMetaData delivery(long stream, long consumer, long second) {
		long nanos = TestPlaces.BEGIN.plusSeconds(second + stream).getEpochSecond() * 1_000_000_000L;
		return new NatsJetStreamMetaData(new NatsMessage("auth.user.created",
				"$JS.ACK.AUTH_EVENTS.worker.1." + stream + "." + consumer + "." + nanos + ".0", new byte[0]) {

			@Override
			public boolean isJetStream() {
				return true;
			}

		});
	}

	private static final class TestClock implements InstantSource {

		private Instant now = Instant.EPOCH;

		void pass(Duration time) {
			this.now = this.now.plus(time);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
