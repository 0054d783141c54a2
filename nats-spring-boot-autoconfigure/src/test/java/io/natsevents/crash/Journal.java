package io.natsevents.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What handlers did, written down so that it outlives their process.
 *
 * @param directory a file of it is an entry
 */
record Journal(Path directory) {

	private static final String SEPARATOR = "~";

	void write(String entry) {
		try {
			Files.createFile(this.directory.resolve(entry + SEPARATOR + UUID.randomUUID()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> entries() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString().split(SEPARATOR)[0]).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
