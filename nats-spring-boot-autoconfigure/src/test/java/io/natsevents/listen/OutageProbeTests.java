package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link OutageProbe}.
 */
class OutageProbeTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final OutageProbe probe = new OutageProbe();

	private final IllegalStateException away = new IllegalStateException("away");

	@Test
	void withoutAnOutageEverybodyMayTry() {
		assertThat(this.probe.awaitTurn("one")).isTrue();
		assertThat(this.probe.awaitTurn("two")).isTrue();
		assertThat(this.probe.outage()).isNull();
	}

	@Test
	void firstToFailGoesOnTryingAndTheOthersWaitUntilItHasSucceeded() {
		assertThat(this.probe.failed("one", this.away, Duration.ZERO)).isTrue();
		assertThat(this.probe.failed("two", new IllegalStateException("too"), Duration.ofHours(1))).isTrue();
		assertThat(this.probe.outage()).isSameAs(this.away);
		assertThat(this.probe.awaitTurn("one")).isTrue();
		CompletableFuture<Boolean> two = CompletableFuture.supplyAsync(() -> this.probe.awaitTurn("two"));
		this.probe.done("somebody else");
		await().during(Duration.ofMillis(50)).until(() -> !two.isDone());
		this.probe.done("one");
		assertThat(two).succeedsWithin(LIMIT).isEqualTo(true);
		assertThat(this.probe.outage()).isNull();
	}

	@Test
	void nextOutageHasAProberOfItsOwn() {
		this.probe.failed("one", this.away, Duration.ZERO);
		this.probe.done("one");
		this.probe.failed("two", this.away, Duration.ZERO);
		assertThat(this.probe.awaitTurn("two")).isTrue();
		CompletableFuture<Boolean> one = CompletableFuture.supplyAsync(() -> this.probe.awaitTurn("one"));
		await().during(Duration.ofMillis(50)).until(() -> !one.isDone());
		this.probe.stop();
		assertThat(one).succeedsWithin(LIMIT).isEqualTo(false);
	}

	@Test
	void proberWaitsBeforeItsNextTry() {
		long started = System.nanoTime();
		this.probe.failed("one", this.away, Duration.ofMillis(50));
		assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
	}

	@Test
	void stopEndsAllWaiting() {
		CompletableFuture<Boolean> prober = CompletableFuture
			.supplyAsync(() -> this.probe.failed("one", this.away, Duration.ofHours(1)));
		await().until(() -> this.probe.outage() != null);
		CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> this.probe.awaitTurn("two"));
		this.probe.stop();
		assertThat(prober).succeedsWithin(LIMIT).isEqualTo(false);
		assertThat(other).succeedsWithin(LIMIT).isEqualTo(false);
	}

	@Test
	void interruptEndsTheWaitingOfThatWorkerOnly() throws InterruptedException {
		this.probe.failed("one", this.away, Duration.ZERO);
		AtomicReference<Boolean> result = new AtomicReference<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		Thread two = new Thread(() -> {
			result.set(this.probe.awaitTurn("two"));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		two.start();
		two.interrupt();
		two.join(LIMIT.toMillis());
		assertThat(result).hasValue(false);
		assertThat(interrupted).hasValue(true);
		assertThat(this.probe.awaitTurn("one")).isTrue();
	}

}
