package io.natsevents.campaign.judge;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.load.Load;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of an event in the words of a person. Times are seconds since the
 * fault began.
 */
final class History {

	private final Strike strike;

	History(Strike strike) {
		this.strike = strike;
	}

	String of(String id, @Nullable Published published, List<Stored> stored, List<Handled> handled,
			List<Parked> parked) {
		StringJoiner lines = new StringJoiner("\n");
		lines.add((published != null) ? id + " " + describe(published.load()) : id + " was published by nobody");
		if (published != null) {
			lines.add("  " + outcome(published));
		}
		if (stored.isEmpty()) {
			lines.add("  not stored");
		}
		stored.forEach((each) -> lines.add("  stored in %s at sequence %d, published %s"
			.formatted(each.workload().stream(), each.sequence(), time(each.load().published()))));
		handled.forEach((run) -> lines.add("  " + describe(run)));
		parked.forEach((each) -> lines.add("  parked as %s %s, sequence %d".formatted(each.reason(),
				time(this.strike.ofWall(each.wallNanos())), each.sequence())));
		return lines.toString();
	}

	private String describe(Load load) {
		return "of key %s, %s, published %s".formatted(load.key(), load.kind(), time(load.published()));
	}

	private String outcome(Published published) {
		return switch (published.outcome()) {
			case ACKNOWLEDGED ->
				"acknowledged %s with sequence %d".formatted(time(published.at()), published.sequence());
			case REFUSED -> "refused " + time(published.at());
			case UNKNOWN -> (published.at() != 0) ? "given up " + time(published.at()) + ", outcome unknown"
					: "its publisher never learned what came of it";
		};
	}

	String describe(Handled run) {
		String end = switch (run.outcome()) {
			case DONE -> "done " + time(run.end());
			case FAILED -> "failed " + time(run.end());
			case DIED -> "never came to an end";
		};
		return "%s handled it from %s, %s; sequence %d, delivery %d".formatted(run.instance(), time(run.begin()), end,
				run.sequence(), run.deliveries());
	}

	String time(long nanos) {
		return String.format(Locale.ROOT, "%+.3f s", TimeUnit.NANOSECONDS.toMillis(nanos - this.strike.begin()) / 1e3);
	}

}
