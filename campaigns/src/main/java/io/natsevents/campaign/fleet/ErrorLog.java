package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what processes have logged as an error since it was read last.
 */
public final class ErrorLog {

	private final Map<String, Long> offsets = new HashMap<>();

	private final Path directory;

	/**
	 * Create it.
	 * @param directory directory of the campaign
	 */
	public ErrorLog(Path directory) {
		this.directory = directory;
	}

	/**
	 * Read what is new.
	 */
	public List<LogLine> read(List<Member> members) {
		List<LogLine> found = new ArrayList<>();
		for (Member member : members) {
			read(member.name()).lines()
				.filter((line) -> line.contains(" ERROR ") || line.startsWith("Exception in thread"))
				.forEach((line) -> found.add(new LogLine(member.name(), line)));
		}
		return found;
	}

	private String read(String name) {
		Path path = this.directory.resolve(name + ".log");
		if (!Files.exists(path)) {
			return "";
		}
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
			// A log that is shorter now was begun anew
			long from = (file.length() >= this.offsets.getOrDefault(name, 0L)) ? this.offsets.getOrDefault(name, 0L)
					: 0;
			byte[] bytes = new byte[Math.toIntExact(file.length() - from)];
			file.seek(from);
			file.readFully(bytes);
			this.offsets.put(name, from + bytes.length);
			return new String(bytes, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
