package io.natsevents.listen;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetentionWatch}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RetentionWatchTests {

	private static final ZonedDateTime CREATED = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

	private final List<MissedEvents> told = new ArrayList<>();

	private final TestClock clock = new TestClock();

	private final RetentionWatch watch = new RetentionWatch(TestEndpoint.of("worker", TestEndpoint.settings()),
			new ListenerObserver() {

				@Override
				public void missed(String listenerId, MissedEvents missed) {
					RetentionWatchTests.this.told.add(missed);
				}

			}, this.clock, new TestQuestions());

	private long nanos;

	@Test
	void aLossThatGoesOnIsOneErrorAndAProblemUntilAMinuteAfterIt(CapturedOutput output) {
		look(1, 100, 100, 0);
		look(101, 200, 100, 100);
		look(201, 300, 100, 100);
		assertThat(this.watch.problem()).isNull();
		look(301, 400, 100, 100);
		assertThat(this.watch.problem()).contains("at least 100 event(s) of stream AUTH_EVENTS between sequences 101"
				+ " and 200 were discarded by its retention or a purge");
		look(401, 500, 100, 100);
		assertThat(this.told).extracting(MissedEvents::count).containsExactly(100L, 100L);
		assertThat(this.watch.backlog().missed()).isEqualTo(new MissedEvents(200, 101, 300, this.clock.instant()));
		assertThat(output).containsOnlyOnce(" ERROR ");
		this.clock.pass(Duration.ofSeconds(61));
		assertThat(this.watch.problem()).isNull();
		assertThat(this.watch.backlog().missed()).isNotNull();
		look(501, 600, 100, 100);
		assertThat(output.toString().split(" ERROR ")).hasSize(3);
		assertThat(this.watch.problem()).contains("between sequences 101 and 400");
	}

	@Test
	void aConsumerPastTheEndIsAProblemWhenItIsSoTwiceInARow(CapturedOutput output) {
		look(1, 100, 100, 0);
		look(1, 60, 100, 0);
		assertThat(this.watch.problem()).isNull();
		look(1, 70, 100, 0);
		assertThat(this.watch.problem()).contains(
				"its consumer worker stands at sequence 100, past the end of stream" + " AUTH_EVENTS (70)",
				"Delete the consumer");
		assertThat(this.watch.backlog().pastEnd()).isTrue();
		look(1, 80, 100, 0);
		assertThat(output).containsOnlyOnce(" ERROR ");
		look(1, 120, 100, 20);
		assertThat(this.watch.problem()).isNull();
		assertThat(this.watch.backlog().pastEnd()).isFalse();
	}

	@Test
	void aLeaderThatIsBehindForAMomentIsNoProblem() {
		look(1, 100, 100, 0);
		look(1, 90, 100, 0);
		look(1, 110, 110, 0);
		look(1, 100, 110, 0);
		look(1, 120, 120, 0);
		assertThat(this.watch.problem()).isNull();
	}

	@Test
	void aStreamThatWasAskedBeforeTheConsumerSaysNothingAboutItsEnd() {
		look(1, 100, 100, 0);
		for (int i = 0; i < 3; i++) {
			this.watch.observe(stream(1, 90, 0), consumer(100, 0), this.nanos++);
		}
		assertThat(this.watch.problem()).isNull();
	}

	@Test
	void retentionThatIsUsedByHalfIsWarnedAboutOnceUntilItWasLess(CapturedOutput output) {
		look(1, 100, 40, 60);
		look(1, 100, 41, 59);
		look(1, 100, 55, 45);
		look(1, 100, 45, 55);
		assertThat(output).containsOnlyOnce("Listener test is behind by 60 event(s), which with those between them fill"
				+ " 60 % of what stream AUTH_EVENTS can hold");
		assertThat(this.watch.backlog().retentionUsed()).hasValue(0.55);
		look(1, 100, 70, 30);
		look(1, 100, 45, 55);
		assertThat(output.toString().split("can hold")).hasSize(3);
	}

	@Test
	void aRareTypeUsesNoRetentionThoughItsFloorStaysLow() {
		look(1, 100, 11, 0);
		look(901, 1000, 11, 0);
		assertThat(this.watch.backlog().retentionUsed()).hasValue(0);
		// One waits for its retry: what came before it is handled
		this.watch.observe(stream(951, 1050, this.nanos++),
				new ConsumerProgress(CREATED, List.of("auth.user.created"), 11, 1040, 12, 0, 1), this.nanos++);
		assertThat(this.watch.backlog().retentionUsed()).hasValue(0.5);
		assertThat(this.watch.backlog().lag()).hasValue(1);
	}

	@Test
	void whatWentWhileTheListenerWasDownIsToldOfThoughAllIsDeliveredByTheFirstLook(CapturedOutput output) {
		this.watch.begin(consumer(14, 156));
		this.watch.observe(ofAllTypes(109, 264, this.nanos++), consumer(264, 0), this.nanos++);
		this.watch.observe(ofAllTypes(109, 264, this.nanos++), consumer(264, 0), this.nanos++);
		assertThat(output)
			.containsOnlyOnce("Listener test had come to sequence 14 of stream AUTH_EVENTS, which begins"
					+ " with 109 now; nobody can tell")
			.containsPattern("WARN.*but it was behind by 156 event");
		assertThat(this.told).isEmpty();
	}

	@Test
	void aListenerThatBeginsWhereTheStreamDoesIsToldNothing(CapturedOutput output) {
		this.watch.begin(consumer(108, 156));
		this.watch.observe(ofAllTypes(109, 264, this.nanos++), consumer(264, 0), this.nanos++);
		assertThat(output).doesNotContain("had come to");
	}

	@Test
	void withoutTheStreamOnlyTheLagIsKnown() {
		this.watch.observe(null, consumer(40, 60), this.nanos++);
		assertThat(this.watch.backlog().lag()).hasValue(60);
		assertThat(this.watch.backlog().retentionUsed()).isEmpty();
		assertThat(this.watch.problem()).isNull();
	}

	private void look(long first, long last, long delivered, long pending) {
		this.watch.observe(stream(first, last, this.nanos++), consumer(delivered, pending), this.nanos++);
	}

	private static StreamSnapshot stream(long first, long last, long askedAt) {
		return new StreamSnapshot(CREATED, List.of("auth.user.created"), first, last, 0, false, 1, askedAt);
	}

	private static StreamSnapshot ofAllTypes(long first, long last, long askedAt) {
		return new StreamSnapshot(CREATED, List.of("auth.>"), first, last, 0, false, 1, askedAt);
	}

	private static ConsumerProgress consumer(long delivered, long pending) {
		return new ConsumerProgress(CREATED, List.of("auth.user.created"), delivered, delivered, delivered, pending, 0);
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
