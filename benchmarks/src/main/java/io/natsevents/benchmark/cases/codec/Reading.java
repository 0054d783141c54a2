package io.natsevents.benchmark.cases.codec;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.event.Event;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Reads an event, both sides from the same bytes. Made and called by JMH.
 */
@State(Scope.Benchmark)
public class Reading {

	private final Codecs codecs = Codecs.create();

	private final byte[] body = this.codecs.ours().write(Codecs.event(UserCreated.number(1)));

	/**
	 * Read it with the starter.
	 * @return the event
	 */
	@Benchmark
	public Event<UserCreated> ours() {
		return this.codecs.ours().read(this.body, UserCreated.class);
	}

	/**
	 * Read it with Jackson.
	 * @return the event
	 */
	@Benchmark
	public BareEvent bare() {
		return this.codecs.bare().read(this.body);
	}

}
