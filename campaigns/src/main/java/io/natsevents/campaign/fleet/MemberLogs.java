package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what the processes logged during a round beside what else is known of it.
 */
public final class MemberLogs {

	/** How the names of the files end. */
	public static final String LOG = ".log-of-round";

	private final Map<Path, Integer> ends = new HashMap<>();

	private final List<Path> logs;

	public MemberLogs(Bus bus) {
		this.logs = bus.members().stream().map((member) -> bus.directory().resolve(member.name() + ".log")).toList();
	}

	/**
	 * Remember where the logs end before a round.
	 */
	public void begin() throws IOException {
		for (Path log : this.logs) {
			this.ends.put(log, read(log).length);
		}
	}

	/**
	 * Write down what was logged since.
	 * @param directory directory of the round
	 */
	public void write(Path directory) throws IOException {
		for (Path log : this.logs) {
			byte[] all = read(log);
			Path part = directory.resolve(log.getFileName().toString().replace(".log", LOG));
			Files.write(part, Arrays.copyOfRange(all, this.ends.getOrDefault(log, 0), all.length));
		}
	}

	private static byte[] read(Path log) throws IOException {
		return Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
	}

}
