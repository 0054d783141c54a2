package io.natsevents.campaign.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.natsevents.campaign.hostile.HostileRound;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of hostile messages.
 *
 * @param round what became of them
 * @param logs what was logged meanwhile, by the name of the log
 */
record HostileEvidence(HostileRound round, Map<String, List<String>> logs) {

	/**
	 * Read what a round has left.
	 * @return what is known, or {@code null} when the round had no such messages
	 */
	static @Nullable HostileEvidence read(Path round) {
		Path file = round.resolve(HostileRound.FILE);
		if (!Files.exists(file)) {
			return null;
		}
		HostileRound known = new JsonMapper().readValue(file.toFile(), HostileRound.class);
		Map<String, List<String>> logs = new TreeMap<>();
		known.logs().forEach((name, length) -> logs.put(name, logged(round.resolveSibling(name), length)));
		return new HostileEvidence(known, logs);
	}

	private static List<String> logged(Path log, long from) {
		try {
			byte[] bytes = Files.readAllBytes(log);
			int start = (int) Math.min(from, bytes.length);
			return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
