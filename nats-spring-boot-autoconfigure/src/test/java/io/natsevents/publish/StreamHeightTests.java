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
		assertThat(this.height.stored(5, null, 0)).isZero();
		assertThat(this.height.stored(6, this.height.era(), 5)).isZero();
		assertThat(this.height.era().height()).isEqualTo(6);
	}

	@Test
	void whatIsConfirmedOutOfOrderRaisesItOnce() {
		Era sent = this.height.era();
		assertThat(this.height.stored(2, sent, 0)).isZero();
		assertThat(this.height.stored(1, sent, 0)).isZero();
		assertThat(this.height.era().height()).isEqualTo(2);
	}

	@Test
	void whatIsStoredAtTheHeightOrBelowProvesThatTheStreamWentBack() {
		this.height.stored(100, null, 0);
		assertThat(this.height.stored(100, this.height.era(), 100)).isEqualTo(100);
		assertThat(this.height.stored(1, this.height.era(), 100)).isEqualTo(100);
		assertThat(this.height.era().height()).isOne();
	}

	@Test
	void whatWasSentBeforeAnythingWasConfirmedProvesNothing() {
		this.height.stored(100, null, 0);
		assertThat(this.height.stored(50, null, 0)).isZero();
	}

	@Test
	void ofAllThatAreInFlightOneIsReported() {
		this.height.stored(100, null, 0);
		Era sent = this.height.era();
		assertThat(this.height.stored(61, sent, 100)).isEqualTo(100);
		assertThat(this.height.stored(63, sent, 100)).isZero();
		assertThat(this.height.stored(62, sent, 100)).isZero();
		assertThat(this.height.era().height()).isEqualTo(63);
		assertThat(this.height.stored(64, this.height.era(), 63)).isZero();
	}

	@Test
	void whatWasSentToAnotherStreamProvesNothing() {
		this.height.stored(100, null, 0);
		StreamHeight other = new StreamHeight("OTHER_EVENTS");
		assertThat(this.height.stored(1, other.era(), 500)).isZero();
	}

}
