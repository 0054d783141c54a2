package io.natsevents.listen;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObservationTurns}.
 */
class ObservationTurnsTests {

	private final ObservationTurns turns = new ObservationTurns(0);

	private long now;

	@Test
	void fewHaveATurnEveryTwoSeconds() {
		List<Runnable> two = join(2);
		List<@Nullable Runnable> asked = ticks(16);
		assertThat(asked).containsExactly(null, null, null, two.get(0), null, null, null, two.get(1), null, null, null,
				two.get(0), null, null, null, two.get(1));
	}

	@Test
	void manyHaveTheirTurnsOneAfterTheOther() {
		List<Runnable> many = join(16);
		assertThat(ticks(32)).containsExactlyElementsOf(Stream.of(many, many).flatMap(List::stream).toList());
	}

	@Test
	void oneWithNewsHasAnEarlyTurn() {
		List<Runnable> two = join(2);
		this.turns.soon(two.get(1));
		this.turns.soon(two.get(1));
		assertThat(ticks(4)).containsExactly(two.get(1), null, null, two.get(0));
	}

	@Test
	void newsKeepNobodyFromHavingATurn() {
		List<Runnable> many = join(16);
		List<@Nullable Runnable> asked = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			this.turns.soon(many.get(0));
			asked.addAll(ticks(1));
		}
		assertThat(new HashSet<>(asked)).hasSize(16);
	}

	@Test
	void whoHasLeftHasNoTurn() {
		List<Runnable> two = join(2);
		this.turns.soon(two.get(0));
		this.turns.leave(two.get(0));
		this.turns.soon(two.get(0));
		assertThat(ticks(16)).doesNotContain(two.get(0)).contains(two.get(1));
		this.turns.leave(two.get(1));
		assertThat(ticks(16)).containsOnlyNulls();
	}

	private List<Runnable> join(int count) {
		List<Runnable> joined = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			AtomicInteger observed = new AtomicInteger();
			joined.add(observed::incrementAndGet);
		}
		joined.forEach(this.turns::join);
		return joined;
	}

	private List<@Nullable Runnable> ticks(int count) {
		List<@Nullable Runnable> asked = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			this.now += ObservationTurns.INTERVAL.toNanos();
			asked.add(this.turns.next(this.now));
		}
		return asked;
	}

}
