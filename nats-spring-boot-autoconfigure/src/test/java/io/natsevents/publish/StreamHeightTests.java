package io.natsevents.publish;

import io.natsevents.publish.StreamHeight.Era;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamHeight}.
 */
class StreamHeightTests {

	private final StreamHeight height = new StreamHeight("AUTH_EVENTS");

	@Test
	void whatIsStoredAboveTheHeightRaisesIt() {
		assertThat(this.height.stored(event(5), null, null)).isZero();
		assertThat(this.height.stored(event(6), this.height.era(), event(5))).isZero();
		assertThat(this.height.era().height()).isEqualTo(6);
	}

	@Test
	void whatIsConfirmedOutOfOrderRaisesItOnce() {
		Era sent = this.height.era();
		assertThat(this.height.stored(event(2), sent, null)).isZero();
		assertThat(this.height.stored(event(1), sent, null)).isZero();
		assertThat(this.height.era().height()).isEqualTo(2);
	}

	@Test
	void whatIsStoredAtTheHeightOrBelowProvesThatTheStreamWentBack() {
		this.height.stored(event(100), null, null);
		assertThat(this.height.stored(event(100), this.height.era(), event(100))).isEqualTo(100);
		assertThat(this.height.stored(event(1), this.height.era(), event(100))).isEqualTo(100);
		assertThat(this.height.era().height()).isOne();
	}

	@Test
	void whatWasSentBeforeAnythingWasConfirmedProvesNothing() {
		this.height.stored(event(100), null, null);
		assertThat(this.height.stored(event(50), null, null)).isZero();
	}

	@Test
	void ofAllThatAreInFlightOneIsReported() {
		this.height.stored(event(100), null, null);
		Era sent = this.height.era();
		assertThat(this.height.stored(event(61), sent, event(100))).isEqualTo(100);
		assertThat(this.height.stored(event(63), sent, event(100))).isZero();
		assertThat(this.height.stored(event(62), sent, event(100))).isZero();
		assertThat(this.height.era().height()).isEqualTo(63);
		assertThat(this.height.stored(event(64), this.height.era(), event(63))).isZero();
	}

	@Test
	void whatWasSentToAnotherStreamProvesNothing() {
		this.height.stored(event(100), null, null);
		StreamHeight other = new StreamHeight("OTHER_EVENTS");
		assertThat(this.height.stored(event(1), other.era(), event(500))).isZero();
	}

	@Test
	void whatIsProvenToBeLostIsReportedOnce() {
		this.height.stored(event(100), null, null);
		Era era = this.height.era();
		assertThat(era.lost(event(100))).isTrue();
		assertThat(era.lost(event(100))).isFalse();
		assertThat(this.height.stored(event(61), era, event(100))).isZero();
		assertThat(this.height.stored(event(62), this.height.era(), event(61))).isZero();
	}

	@Test
	void whatIsConfirmedAboveALostEventIsThere() {
		this.height.stored(event(100), null, null);
		Era era = this.height.era();
		this.height.stored(event(117), era, event(100));
		assertThat(era.lost(event(100))).isTrue();
		assertThat(this.height.era().height()).isEqualTo(117);
		assertThat(this.height.stored(event(110), this.height.era(), event(117))).isEqualTo(117);
	}

	@Test
	void whoseLossWasNoticedAlreadyIsNotReported() {
		this.height.stored(event(100), null, null);
		Era era = this.height.era();
		assertThat(this.height.stored(event(61), era, event(100))).isEqualTo(100);
		assertThat(era.lost(event(100))).isFalse();
	}

	private static ConfirmedEvent event(long sequence) {
		return new ConfirmedEvent(sequence, "event-" + sequence);
	}

}
