package io.natsevents.campaign.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.fleet.LogLine;
import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.fleet.Pending;
import io.natsevents.campaign.fleet.StoredEvents;
import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.RoundDirectory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a round has left in its directory.
 */
final class EvidenceFiles {

	private EvidenceFiles() {
	}

	static Evidence read(Path round) {
		List<Published> published = new ArrayList<>();
		files(round, RoundDirectory.PUBLISHING).forEach((file) -> published.addAll(published(file)));
		List<Handled> handled = new ArrayList<>();
		files(round, RoundDirectory.HANDLING).forEach((file) -> handled.addAll(handled(file)));
		JsonMapper mapper = new JsonMapper();
		Strike strike = mapper.readValue(round.resolve(Strike.FILE).toFile(), Strike.class);
		List<Long> barePublished = new ArrayList<>();
		List<Long> bareAnswered = new ArrayList<>();
		List<Long> bareDelivered = new ArrayList<>();
		for (Path file : files(round.resolveSibling("."), ".bare")) {
			for (String line : lines(file)) {
				String[] words = line.split(" ");
				List<Long> successes = switch (words[0]) {
					case "published" -> barePublished;
					case "answered" -> bareAnswered;
					default -> bareDelivered;
				};
				successes.add(Long.parseLong(words[1]));
			}
		}
		return new Evidence(strike, published,
				lines(round.resolve(StoredEvents.STORED)).stream().map(EvidenceFiles::stored).toList(), handled,
				lines(round.resolve(StoredEvents.PARKED)).stream().map(EvidenceFiles::parked).toList(), barePublished,
				bareAnswered, bareDelivered,
				List.of(mapper.readValue(round.resolve(Pending.FILE).toFile(), Pending[].class)),
				List.of(mapper.readValue(round.resolve(MemberState.FILE).toFile(), MemberState[].class)),
				List.of(mapper.readValue(round.resolve(LogLine.FILE).toFile(), LogLine[].class)),
				LossReports.read(round, strike), HostileEvidence.read(round));
	}

	private static List<Published> published(Path file) {
		Map<Long, Published> all = new LinkedHashMap<>();
		for (String line : lines(file)) {
			String[] words = line.split(" ", 3);
			if (words[0].equals("begin")) {
				Load load = Load.parse(words[2]);
				all.put(load.number(),
						new Published(Workload.valueOf(words[1]), load, Published.Outcome.UNKNOWN, 0, 0));
			}
			else {
				String[] rest = words[2].split(" ");
				boolean acknowledged = words[0].equals("acknowledged");
				all.computeIfPresent(Long.parseLong(words[1]),
						(number, known) -> new Published(known.workload(), known.load(),
								Published.Outcome.valueOf(words[0].toUpperCase(Locale.ROOT)), Long.parseLong(rest[0]),
								acknowledged ? Long.parseLong(rest[1]) : 0));
			}
		}
		return List.copyOf(all.values());
	}

	private static List<Handled> handled(Path file) {
		String instance = file.getFileName().toString().replace(RoundDirectory.HANDLING, "");
		Map<Long, Handled> all = new LinkedHashMap<>();
		for (String line : lines(file)) {
			String[] words = line.split(" ", 8);
			long run = Long.parseLong(words[1]);
			long at = Long.parseLong(words[2]);
			if (words[0].equals("begin")) {
				all.put(run,
						new Handled(instance, Workload.valueOf(words[4]), at, Long.MAX_VALUE, Long.parseLong(words[5]),
								Long.parseLong(words[6]), Load.parse(words[7]), Handled.Outcome.DIED));
			}
			else {
				all.computeIfPresent(run,
						(key, begun) -> new Handled(instance, begun.workload(), begun.begin(), at, begun.sequence(),
								begun.deliveries(), begun.load(),
								Handled.Outcome.valueOf(words[0].toUpperCase(Locale.ROOT))));
			}
		}
		return List.copyOf(all.values());
	}

	private static Stored stored(String line) {
		String[] words = line.split(" ", 3);
		return new Stored(Workload.valueOf(words[0]), Long.parseLong(words[1]), Load.parse(words[2]));
	}

	private static Parked parked(String line) {
		String[] words = line.split(" ", 6);
		return new Parked(Workload.ofStream(words[0]), Long.parseLong(words[2]), words[3], Long.parseLong(words[4]),
				Load.parse(words[5]));
	}

	static List<Path> files(Path directory, String suffix) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The last line may be cut off where its process was killed.
	 */
	private static List<String> lines(Path file) {
		try {
			String text = Files.readString(file);
			return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
