package io.natsevents.benchmark.cases.codec;

import java.util.List;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * One direction of the codec.
 *
 * @param name name of the case
 * @param benchmark what JMH calls: the methods {@code ours} and {@code bare}
 */
public record Codec(String name, Class<?> benchmark) implements BenchmarkCase {

	/** An event becomes the body of a message. */
	public static final Codec WRITE = new Codec("codec-write", Writing.class);

	/** The body of a message becomes an event. */
	public static final Codec READ = new Codec("codec-read", Reading.class);

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(this.name, "events/s", Limits.floor(0.8).andCost(Double.NaN, 1.3)));
	}

	@Override
	public boolean isWarmedUp() {
		return false;
	}

	@Override
	public Contest open(Workbench workbench) {
		return new MicroContest(this.benchmark, workbench.effort()).contest();
	}

}
