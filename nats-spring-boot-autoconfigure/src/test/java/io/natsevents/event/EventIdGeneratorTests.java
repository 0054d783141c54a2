package io.natsevents.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventIdGeneratorTests {

	private static final long NOW = 1_767_323_045_123L;

	private final AtomicLong millis = new AtomicLong(NOW);

	private final EventIdGenerator generator = new EventIdGenerator(this.millis::get, new Random(42));

	@Test
	void isAVersion7UuidOfTheMillisecond() {
		for (int i = 0; i < 1000; i++) {
			String id = this.generator.next();
			UUID uuid = UUID.fromString(id);
			assertThat(id).isEqualTo(uuid.toString()).hasSize(36);
			assertThat(uuid.version()).isEqualTo(7);
			assertThat(uuid.variant()).isEqualTo(2);
			assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(this.millis.getAndIncrement());
		}
	}

	@Test
	void isDeterminedByClockAndRandomness() {
		assertThat(ids(new EventIdGenerator(() -> NOW, new Random(42)), 100))
			.isEqualTo(ids(new EventIdGenerator(() -> NOW, new Random(42)), 100));
	}

	@Test
	void processesWithOtherRandomnessShareNoId() {
		List<String> ids = ids(new EventIdGenerator(() -> NOW, new Random(1)), 10_000);
		assertThat(ids).doesNotContainAnyElementsOf(ids(new EventIdGenerator(() -> NOW, new Random(2)), 10_000));
	}

	@Test
	void drawsFreshRandomnessEverySecondSoRestoredCheckpointsPart() {
		Random first = new Random(42);
		Random second = new Random(42);
		EventIdGenerator one = new EventIdGenerator(this.millis::get, first);
		EventIdGenerator other = new EventIdGenerator(this.millis::get, second);
		assertThat(one.next()).isEqualTo(other.next());
		second.setSeed(43);
		this.millis.addAndGet(1000);
		assertThat(one.next()).isNotEqualTo(other.next());
	}

	@Test
	void growsWhileTheClockStandsStillAndBeyondFullCounters() {
		List<String> ids = ids(this.generator, 10_000);
		assertThat(ids).isSorted().doesNotHaveDuplicates();
		assertThat(UUID.fromString(ids.get(9_999)).getMostSignificantBits() >>> 16).isEqualTo(NOW + 2);
	}

	@Test
	void growsWhenTheClockGoesBack() {
		String before = this.generator.next();
		this.millis.addAndGet(-3_600_000);
		assertThat(this.generator.next()).isGreaterThan(before);
	}

	@Test
	void aMillionIdsOfSeveralThreadsAreUniqueAndOrderedInEach() throws Exception {
		EventIdGenerator shared = new EventIdGenerator();
		Set<String> all = ConcurrentHashMap.newKeySet(1_500_000);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<Boolean>> sorted = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				sorted.add(threads.submit(() -> addSorted(shared, all, 250_000)));
			}
			for (Future<Boolean> result : sorted) {
				assertThat(result.get(60, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(all).hasSize(1_000_000);
	}

	private static boolean addSorted(EventIdGenerator generator, Set<String> all, int count) {
		String last = "";
		for (int i = 0; i < count; i++) {
			String id = generator.next();
			if (id.compareTo(last) <= 0) {
				return false;
			}
			all.add(id);
			last = id;
		}
		return true;
	}

	private static List<String> ids(EventIdGenerator generator, int count) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			ids.add(generator.next());
		}
		return ids;
	}

}
