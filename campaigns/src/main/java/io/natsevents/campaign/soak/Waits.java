package io.natsevents.campaign.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.process.RoundDirectory;

/**
 * How long events waited from the call of the publisher to the beginning of the handler.
 *
 * @param median in milliseconds
 * @param almostAll in milliseconds; 99 % waited no longer
 * @param longest in milliseconds
 */
public record Waits(double median, double almostAll, double longest) {

	private static final double NANOS_PER_MILLI = 1e6;

	private static final int WORDS = 8;

	/**
	 * Read what the listeners wrote down of a round. An event counts when it was
	 * delivered for the first time.
	 * @throws IllegalStateException if nothing was handled in it
	 */
	public static Waits of(Path round) throws IOException {
		List<Long> nanos = new ArrayList<>();
		try (Stream<Path> files = Files.list(round)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(RoundDirectory.HANDLING)).toList()) {
				for (String line : Files.readAllLines(file)) {
					String[] words = line.split(" ", WORDS);
					if (words[0].equals("begin") && words[6].equals("1")) {
						nanos.add(Long.parseLong(words[2]) - Load.parse(words[7]).published());
					}
				}
			}
		}
		return of(nanos);
	}

	static Waits of(List<Long> nanos) {
		if (nanos.isEmpty()) {
			throw new IllegalStateException("Nothing was handled");
		}
		double[] millis = nanos.stream().mapToDouble((each) -> each / NANOS_PER_MILLI).sorted().toArray();
		return new Waits(millis[millis.length / 2], millis[(int) (millis.length * 0.99)], millis[millis.length - 1]);
	}

}
