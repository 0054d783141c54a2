package io.natsevents.benchmark.cases;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class KeyOrderTests {

	private final KeyOrder order = new KeyOrder();

	@Test
	void keysDoNotWaitForOneAnother() {
		this.order.begin("a", 5);
		this.order.begin("b", 1);
		this.order.end("b", 1);
		this.order.end("a", 5);
		this.order.begin("a", 6);
		assertThatNoException().isThrownBy(this.order::verify);
	}

	@Test
	void anEarlierEventAfterALaterOneIsOutOfOrder() {
		this.order.begin("a", 5);
		this.order.end("a", 5);
		this.order.begin("a", 4);
		assertThatIllegalStateException().isThrownBy(this.order::verify)
			.withMessageContaining("Event 4 of a was handled after 5");
	}

	@Test
	void twoOfOneKeyAtATimeAreOutOfOrder() {
		this.order.begin("a", 5);
		this.order.begin("a", 6);
		assertThatIllegalStateException().isThrownBy(this.order::verify)
			.withMessageContaining("Event 6 of a was begun before the end of 5");
	}

}
