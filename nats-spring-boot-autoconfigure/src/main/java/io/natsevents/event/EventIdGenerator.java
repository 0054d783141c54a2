package io.natsevents.event;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Makes event ids: UUIDs of version 7 (RFC 9562), each greater than the one before, from
 * any number of threads.
 */
public final class EventIdGenerator {

	private static final int COUNTER_BITS = 12;

	private static final long VERSION_7 = 0x7000L;

	private static final long VARIANT = 0x8000_0000_0000_0000L;

	private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

	private final LongSupplier millis;

	private final RandomGenerator random;

	// The millisecond and, in its low bits, a counter within it: one number orders ids
	// without a lock, and a full counter runs on into the next millisecond as section
	// 6.2 of the RFC allows.
	private final AtomicLong stamp = new AtomicLong();

	private volatile Key key;

	/**
	 * Makes a generator on the system clock and a {@link SecureRandom}.
	 */
	public EventIdGenerator() {
		this(System::currentTimeMillis, new SecureRandom());
	}

	/**
	 * Makes a generator.
	 * @param millis milliseconds since 1970, may stand still or go back
	 * @param random the source of randomness, safe for use by several threads
	 */
	public EventIdGenerator(LongSupplier millis, RandomGenerator random) {
		this.millis = millis;
		this.random = random;
		this.key = new Key(second(millis.getAsLong()), random.nextLong());
	}

	/**
	 * Returns a new id.
	 * @return 36 characters in lower case
	 */
	public String next() {
		long now = this.millis.getAsLong();
		long floor = now << COUNTER_BITS;
		long unique = this.stamp.updateAndGet((last) -> Math.max(last + 1, floor));
		long counter = unique & ((1 << COUNTER_BITS) - 1);
		long most = ((unique >>> COUNTER_BITS) << 16) | VERSION_7 | counter;
		long least = VARIANT | (mix(unique * GOLDEN_GAMMA + key(now)) >>> 2);
		return new UUID(most, least).toString();
	}

	// The stamp alone makes ids unique in this process, randomness only separates
	// processes. So a key drawn once a second is enough and threads need not queue for a
	// SecureRandom on every id. Drawing it once per process would not do: instances
	// restored from one checkpoint would share it and make the same ids.
	private long key(long now) {
		Key current = this.key;
		long second = second(now);
		if (current.second() != second) {
			current = new Key(second, this.random.nextLong());
			this.key = current;
		}
		return current.value();
	}

	private static long second(long millis) {
		return Math.floorDiv(millis, 1000L);
	}

	// The finalizer of SplitMix64: every bit of the input changes about half the output.
	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
		return mixed ^ (mixed >>> 31);
	}

	private record Key(long second, long value) {

	}

}
