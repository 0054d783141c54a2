package io.natsevents.benchmark.cases.codec;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Effort;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Side;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Two methods of a class, each called by JMH as often as it can in a JVM of its own.
 */
final class MicroContest {

	/**
	 * JMH 1.37 uses what JDK 24 and newer warn of, and the warning of every fork is
	 * printed however silent JMH is.
	 */
	private static final String[] FORK_OPTIONS = (Runtime.version().feature() >= 24)
			? new String[] { "--sun-misc-unsafe-memory-access=allow" } : new String[0];

	private static final String BYTES = "gc.alloc.rate.norm";

	private static final int MILLIS = 1000;

	private static final int LEAST_MILLIS = 100;

	private final Class<?> benchmark;

	private final boolean fork;

	private final TimeValue time;

	/**
	 * Use a class.
	 * @param benchmark has the methods {@code ours} and {@code bare}
	 * @param effort how long they are called; with less than the full effort in this JVM
	 */
	MicroContest(Class<?> benchmark, Effort effort) {
		this.benchmark = benchmark;
		this.fork = effort.share() == 1;
		this.time = TimeValue.milliseconds(Math.max(LEAST_MILLIS, effort.events(MILLIS)));
	}

	Contest contest() {
		return new Contest(side("ours"), side("bare"));
	}

	private Side side(String method) {
		Options options = new OptionsBuilder()
			.include("^" + Pattern.quote(this.benchmark.getName() + "." + method) + "$")
			.mode(Mode.Throughput)
			.forks(this.fork ? 1 : 0)
			.jvmArgsAppend(FORK_OPTIONS)
			.warmupIterations(1)
			.warmupTime(this.time)
			.measurementIterations(1)
			.measurementTime(this.time)
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		return () -> {
			RunResult result = new Runner(options).runSingle();
			Result<?> bytes = Objects.requireNonNull(result.getSecondaryResults().get(BYTES),
					"JMH's profiler has no " + BYTES);
			return List.of(new Sample(result.getPrimaryResult().getScore(), Double.NaN, bytes.getScore()));
		};
	}

}
