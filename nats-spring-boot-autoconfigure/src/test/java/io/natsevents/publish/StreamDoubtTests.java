package io.natsevents.publish;

import java.util.concurrent.TimeUnit;

import io.natsevents.publish.StreamDoubt.Judgement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamDoubt}.
 */
class StreamDoubtTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(20);

	private final StreamDoubt doubt = new StreamDoubt(new ConfirmedEvent(10, "ours"),
			new StreamHeight("AUTH_EVENTS").era());

	@Test
	void aStreamThatEndsBelowForLongHasLostTheEvent() {
		assertThat(this.doubt.atEnd(9, 0)).isEqualTo(Judgement.LOOK_AGAIN);
		StreamDoubt ended = this.doubt.endingAt(9, 0).endingAt(9, LONG / 2);
		assertThat(ended.atEnd(9, LONG - 1)).isEqualTo(Judgement.LOOK_AGAIN);
		assertThat(ended.atEnd(9, LONG)).isEqualTo(Judgement.LOST);
	}

	@Test
	void aStreamThatIsEmptyEndsBelow() {
		assertThat(this.doubt.atEnd(0, 0)).isEqualTo(Judgement.LOOK_AGAIN);
		assertThat(this.doubt.endingAt(0, 0).atEnd(0, LONG)).isEqualTo(Judgement.LOST);
		assertThat(this.doubt.endingAt(0, 0).lostFrom()).isOne();
	}

	@Test
	void aStreamThatGoesOnIsAskedForTheEvent() {
		assertThat(this.doubt.atEnd(10, 0)).isEqualTo(Judgement.ASK_FOR_EVENT);
		assertThat(this.doubt.endingAt(9, 0).atEnd(500, LONG)).isEqualTo(Judgement.ASK_FOR_EVENT);
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
		assertThat(this.doubt.endingAt(6, 0).lostFrom()).isEqualTo(7);
		assertThat(this.doubt.endingAt(6, 0).endingAt(8, 1).lostFrom()).isEqualTo(7);
		assertThat(this.doubt.endingAt(8, 0).endingAt(6, 1).lostFrom()).isEqualTo(7);
	}

}
