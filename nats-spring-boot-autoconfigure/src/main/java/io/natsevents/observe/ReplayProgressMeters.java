package io.natsevents.observe;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.natsevents.replay.EventReplay;
import io.natsevents.replay.Replay;
import org.jspecify.annotations.Nullable;

/**
 * Measures the replays this instance runs, without asking the server.
 */
public final class ReplayProgressMeters implements MeterBinder {

	static final String RUNNING = "nats.jetstream.replay.running";

	static final String REMAINING = "nats.jetstream.replay.remaining";

	private final Supplier<@Nullable EventReplay> replays;

	/**
	 * Create the meters.
	 * @param replays finds the replays, or {@code null} when there are none; asked once,
	 * when meters are bound, because they themselves depend on meters
	 */
	public ReplayProgressMeters(Supplier<@Nullable EventReplay> replays) {
		this.replays = replays;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		EventReplay measured = this.replays.get();
		if (measured == null) {
			return;
		}
		Gauge.builder(RUNNING, measured, (replay) -> replay.running().size())
			.description("Replays this instance runs")
			.register(registry);
		Gauge
			.builder(REMAINING, measured,
					(replay) -> replay.running().stream().mapToLong(ReplayProgressMeters::left).sum())
			.description("Events that replays of this instance have not come to")
			.register(registry);
	}

	private static long left(Replay replay) {
		return replay.progress().total() - replay.progress().done();
	}

}
