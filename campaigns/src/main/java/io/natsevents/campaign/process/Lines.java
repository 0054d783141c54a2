package io.natsevents.campaign.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that lines are added to. Each is in the hands of the operating system when the
 * method returns, and outlives the process. May be used by several threads.
 */
final class Lines implements AutoCloseable {

	private final FileOutputStream file;

	Lines(Path file) {
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			this.file = new FileOutputStream(file.toFile(), true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void add(String line) {
		try {
			// One write each: appending is atomic
			this.file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
