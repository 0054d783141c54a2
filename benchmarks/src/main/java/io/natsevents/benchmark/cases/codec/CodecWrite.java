package io.natsevents.benchmark.cases.codec;

import java.util.List;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * An event becomes the body of a message.
 */
public final class CodecWrite implements BenchmarkCase {

	@Override
	public String name() {
		return "codec-write";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.floor(0.8).andCost(Double.NaN, 1.3)));
	}

	@Override
	public boolean isWarmedUp() {
		return false;
	}

	@Override
	public Contest open(Workbench workbench) {
		return new MicroContest(Writing.class, workbench.effort()).contest();
	}

}
