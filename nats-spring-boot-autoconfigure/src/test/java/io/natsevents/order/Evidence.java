package io.natsevents.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.natsevents.listen.Ordering;

/**
 * What is known after a run.
 *
 * @param ordering what the listener was to keep
 * @param stored the events by their sequence in the stream
 * @param handlings what handlers did
 * @param parked when events were parked, by their sequence, in nanoseconds of the clock
 * that handlers use
 * @param serverKills when a node of the cluster was killed
 */
record Evidence(Ordering ordering, Map<Long, Load> stored, List<Handling> handlings, Map<Long, Long> parked,
		List<Long> serverKills) {

	static final String CAMPAIGN = "campaign.txt";

	static final String STORED = "stored.txt";

	static final String PARKED = "parked.txt";

	static final String SERVER_KILLS = "server-kills.txt";

	/**
	 * Read what a run has left in its directory.
	 */
	static Evidence read(Path directory) {
		Map<Long, Load> stored = new HashMap<>();
		for (String line : lines(directory.resolve(STORED))) {
			String[] parts = line.split(" ", 2);
			stored.put(Long.parseLong(parts[0]), Load.parse(parts[1]));
		}
		List<Long> kills = lines(directory.resolve(SERVER_KILLS)).stream().map(Long::parseLong).toList();
		List<Handling> handlings = new ArrayList<>();
		for (Path journal : journals(directory)) {
			handlings.addAll(handlings(journal));
		}
		long difference = difference(handlings);
		Map<Long, Long> parked = new HashMap<>();
		for (String line : lines(directory.resolve(PARKED))) {
			String[] parts = line.split(" ");
			parked.put(Long.parseLong(parts[0]), Long.parseLong(parts[1]) + difference);
		}
		Campaign campaign = Campaign.parse(lines(directory.resolve(CAMPAIGN)).get(0));
		return new Evidence(campaign.ordering(), stored, handlings, parked, kills);
	}

	/**
	 * The server tells the wall clock only. Milliseconds are cut off, so the smallest
	 * difference is the best.
	 */
	private static long difference(List<Handling> handlings) {
		return handlings.stream()
			.mapToLong((run) -> run.begin() - TimeUnit.MILLISECONDS.toNanos(run.wallMillis()))
			.min()
			.orElse(0);
	}

	static List<Path> journals(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(".journal")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Handling> handlings(Path journal) {
		String instance = journal.getFileName().toString().replace(".journal", "");
		Map<Long, Handling> runs = new HashMap<>();
		for (String line : lines(journal)) {
			String[] parts = line.split(" ", 7);
			long run = Long.parseLong(parts[1]);
			long at = Long.parseLong(parts[2]);
			if (parts[0].equals("begin")) {
				runs.put(run, new Handling(instance, at, Long.MAX_VALUE, Long.parseLong(parts[3]), Load.parse(parts[6]),
						Long.parseLong(parts[4]), Long.parseLong(parts[5]), null));
			}
			else {
				Handling begun = runs.get(run);
				runs.put(run, new Handling(instance, begun.begin(), at, begun.wallMillis(), begun.load(),
						begun.sequence(), begun.deliveries(), Handling.Outcome.valueOf(parts[3])));
			}
		}
		return List.copyOf(runs.values());
	}

	private static List<String> lines(Path file) {
		try {
			return Files.exists(file) ? Files.readAllLines(file) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
