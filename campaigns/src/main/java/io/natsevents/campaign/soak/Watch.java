package io.natsevents.campaign.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.nats.client.JetStreamApiException;
import io.natsevents.campaign.fault.Fault;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.Status;

/**
 * Does nothing to the bus for a while but look at it.
 */
public final class Watch implements Fault {

	private static final Pattern IN_FLIGHT = Pattern.compile("\\binFlight=(\\d+)");

	/** The default of {@code max-in-flight}. */
	private static final long WINDOW = 500;

	/** Of a process that handles at most 192 MB. */
	private static final long HEAP_LIMIT = 150_000;

	private static final long UNLIMITED = 1000;

	private final Map<String, Series> series = new LinkedHashMap<>();

	private final Duration interval;

	private Duration length = Duration.ZERO;

	/**
	 * Prepare to look.
	 * @param interval the distance of two looks
	 */
	public Watch(Duration interval) {
		this.interval = interval;
	}

	/**
	 * Say how long the next strike lasts.
	 */
	public void last(Duration length) {
		this.length = length;
	}

	@Override
	public String name() {
		return "calm";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		long end = System.nanoTime() + this.length.toNanos();
		while (System.nanoTime() < end) {
			long next = System.nanoTime() + this.interval.toNanos();
			look(bus);
			bus.members().forEach(Member::requireAlive);
			TimeUnit.NANOSECONDS.sleep(Math.min(next, end) - System.nanoTime());
		}
	}

	private void look(Bus bus) throws IOException, JetStreamApiException {
		for (Workload each : Workload.values()) {
			long limit = switch (each) {
				case ORDERS -> WINDOW * bus.sharing().size();
				case ITEMS -> WINDOW;
				case TASKS -> Workload.PARTITIONS;
			};
			add(each.listener(), Measure.CLAIMS, Claims.of(bus, each).claimed(), limit);
		}
		for (Member member : bus.members()) {
			Status status = member.status().orElseThrow();
			add(member.name(), Measure.HEAP, status.heap() / 1024, HEAP_LIMIT);
			add(member.name(), Measure.THREADS, status.threads(), UNLIMITED);
			add(member.name(), Measure.FILES, status.files(), UNLIMITED);
			if (!bus.publishers().contains(member)) {
				add(member.name(), Measure.IN_FLIGHT, inFlight(status), 2 * WINDOW);
			}
			// Seen by the next look
			member.tell("collect");
		}
	}

	private static long inFlight(Status status) {
		return IN_FLIGHT.matcher(status.health().getOrDefault("listeners", ""))
			.results()
			.map((MatchResult found) -> found.group(1))
			.mapToLong(Long::parseLong)
			.sum();
	}

	private void add(String of, Measure measure, long value, long limit) {
		this.series.computeIfAbsent(of + " " + measure, (key) -> new Series(of, measure, limit)).add(value);
	}

	/**
	 * What became of everything that was looked at.
	 */
	public List<SoakRow> rows() {
		return this.series.values().stream().map(Series::row).toList();
	}

}
