package io.natsevents.listen;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtherInstances}.
 */
class OtherInstancesTests {

	private final OtherInstances others = new OtherInstances();

	@BeforeEach
	void begin() {
		this.others.begin();
	}

	@Test
	void whoeverWaitsIsAnotherWhenNothingWasAbandoned() {
		assertThat(this.others.requests(0, 0, 100)).isZero();
		assertThat(this.others.requests(2, 0, 100)).isEqualTo(2);
	}

	@Test
	void whatWasAbandonedIsNoOther() {
		assertThat(this.others.requests(1, 1, 100)).isZero();
		assertThat(this.others.requests(1, 2, 100)).isZero();
		assertThat(this.others.requests(3, 1, 100)).isEqualTo(2);
	}

	@Test
	void deliveriesThatComeHereAreOfNoOther() {
		this.others.requests(1, 1, 100);
		this.others.received(101);
		assertThat(this.others.requests(1, 1, 103)).isZero();
		this.others.received(102);
		this.others.received(103);
		assertThat(this.others.requests(1, 1, 104)).isZero();
		assertThat(this.others.newest()).isEqualTo(103);
	}

	@Test
	void deliveriesThatDoNotComeHereAreOfAnother() {
		this.others.requests(1, 1, 100);
		this.others.received(101);
		this.others.requests(1, 1, 103);
		this.others.received(102);
		assertThat(this.others.requests(1, 1, 103)).isEqualTo(1);
	}

	@Test
	void deliveriesBeforeTheFirstLookDoNotCount() {
		this.others.received(99);
		this.others.received(101);
		this.others.requests(1, 1, 100);
		this.others.requests(1, 1, 101);
		assertThat(this.others.requests(1, 1, 101)).isZero();
	}

	@Test
	void serverThatForgetsDeliveriesShowsNoOther() {
		this.others.requests(1, 1, 100);
		this.others.requests(1, 1, 50);
		assertThat(this.others.requests(1, 1, 60)).isZero();
		this.others.begin();
		assertThat(this.others.newest()).isZero();
		assertThat(this.others.requests(1, 1, 60)).isZero();
	}

}
