package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.natsevents.event.Event;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes down what a handler was called with.
 */
final class Handled {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	void add(Event<?> event, DeliveryContext context) {
		this.calls.add(new Call(event.id(), context.deliveryCount(), System.nanoTime()));
	}

	List<Call> calls() {
		return this.calls;
	}

	List<String> eventIds() {
		return this.calls.stream().map(Call::eventId).toList();
	}

	int size() {
		return this.calls.size();
	}

	void awaitCalls(int count) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.calls).hasSizeGreaterThanOrEqualTo(count));
	}

	/**
	 * Wait inside a handler for a sign of the test, within a bound.
	 */
	static void await(CountDownLatch sign) {
		try {
			assertThat(sign.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Call(String eventId, long deliveryCount, long at) {
	}

}
