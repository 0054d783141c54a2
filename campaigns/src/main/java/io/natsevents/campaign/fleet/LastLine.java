package io.natsevents.campaign.fleet;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the last line of a file that grows, without all those before.
 */
final class LastLine {

	private static final int LONGEST = 65_536;

	private LastLine() {
	}

	/**
	 * The last line that is complete, if there is one.
	 */
	static Optional<String> of(Path path) {
		if (!Files.exists(path)) {
			return Optional.empty();
		}
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
			byte[] bytes = new byte[(int) Math.min(file.length(), LONGEST)];
			file.seek(file.length() - bytes.length);
			file.readFully(bytes);
			String text = new String(bytes, StandardCharsets.UTF_8);
			int end = text.lastIndexOf('\n');
			return (end < 0) ? Optional.empty() : Optional.of(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
