package io.natsevents.benchmark.cases.codec;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.event.Event;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Writes an event. Made and called by JMH.
 */
@State(Scope.Benchmark)
public class Writing {

	private final Codecs codecs = Codecs.create();

	private final Event<UserCreated> event = Codecs.event(UserCreated.number(1));

	private final BareEvent bareEvent = BareEvent.of(UserCreated.number(1), "user-1");

	/**
	 * Write it with the starter.
	 * @return the body of its message
	 */
	@Benchmark
	public byte[] ours() {
		return this.codecs.ours().write(this.event);
	}

	/**
	 * Write it with Jackson.
	 * @return the body of its message
	 */
	@Benchmark
	public byte[] bare() {
		return this.codecs.bare().write(this.bareEvent);
	}

}
