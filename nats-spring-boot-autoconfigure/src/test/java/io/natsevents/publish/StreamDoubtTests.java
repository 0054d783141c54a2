package io.natsevents.publish;

import io.natsevents.publish.StreamDoubt.Judgement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamDoubt}.
 */
class StreamDoubtTests {

	private final StreamHeight height = new StreamHeight("AUTH_EVENTS");

	private final StreamDoubt doubt = new StreamDoubt(this.height, new ConfirmedEvent(10, "ours"), this.height.era());

	@Test
	void aStreamThatEndsBelowHasLostTheEventWhenItDoesSoTwice() {
		assertThat(this.doubt.atEnd(9)).isEqualTo(Judgement.LOOK_AGAIN);
		assertThat(this.doubt.endingAt(9).atEnd(9)).isEqualTo(Judgement.LOST);
	}

	@Test
	void aStreamThatIsEmptyEndsBelow() {
		assertThat(this.doubt.atEnd(0)).isEqualTo(Judgement.LOOK_AGAIN);
		assertThat(this.doubt.endingAt(0).atEnd(0)).isEqualTo(Judgement.LOST);
		assertThat(this.doubt.endingAt(0).lostFrom()).isOne();
	}

	@Test
	void aStreamThatGoesOnIsAskedForTheEvent() {
		assertThat(this.doubt.atEnd(10)).isEqualTo(Judgement.ASK_FOR_EVENT);
		assertThat(this.doubt.endingAt(9).atEnd(500)).isEqualTo(Judgement.ASK_FOR_EVENT);
	}

	@Test
	void onlyAnotherEventInItsPlaceIsALoss() {
		assertThat(this.doubt.isReplacedBy("ours")).isFalse();
		assertThat(this.doubt.isReplacedBy("another")).isTrue();
		assertThat(this.doubt.isReplacedBy(null)).isTrue();
	}

	@Test
	void whatIsLostBeginsBehindTheLowestEndThatWasSeen() {
		assertThat(this.doubt.lostFrom()).isEqualTo(10);
		assertThat(this.doubt.endingAt(6).lostFrom()).isEqualTo(7);
		assertThat(this.doubt.endingAt(6).endingAt(8).lostFrom()).isEqualTo(7);
		assertThat(this.doubt.endingAt(8).endingAt(6).lostFrom()).isEqualTo(7);
	}

}
