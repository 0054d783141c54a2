package io.natsevents.listen;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AbandonedRequests}.
 */
class AbandonedRequestsTests {

	/** The clock of the virtual machine may begin anywhere, and overflow. */
	private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

	private final AbandonedRequests requests = new AbandonedRequests();

	@Test
	void eachMayBeServedForAsLongAsItWasMadeForAndALittleLonger() {
		assertThat(this.requests.count(BEGIN)).isZero();
		this.requests.add("inbox.1", BEGIN, Duration.ofSeconds(30));
		this.requests.add("inbox.2", BEGIN + seconds(1), Duration.ofMillis(250));
		assertThat(this.requests.count(BEGIN + seconds(3))).isEqualTo(2);
		assertThat(this.requests.count(BEGIN + seconds(4))).isEqualTo(1);
		assertThat(this.requests.count(BEGIN + seconds(32))).isEqualTo(1);
		assertThat(this.requests.count(BEGIN + seconds(33))).isZero();
	}

	@Test
	void oneThatTheServerHasEndedIsServedNoMore() {
		this.requests.add("inbox.1", BEGIN, Duration.ofSeconds(30));
		this.requests.add("inbox.2", BEGIN, Duration.ofSeconds(30));
		this.requests.ended("inbox.2");
		this.requests.ended("inbox.3");
		assertThat(this.requests.count(BEGIN)).isEqualTo(1);
	}

	private static long seconds(long seconds) {
		return Duration.ofSeconds(seconds).toNanos();
	}

}
