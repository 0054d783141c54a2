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
 * @param directory each file of it is an entry
 */
record Journal(Path directory) {

	private static final String SEPARATOR = "~";

	/**
	 * Begin a journal.
	 * @param parent its directory is made in this one
	 */
	static Journal in(Path parent) {
		try {
			return new Journal(Files.createDirectory(parent.resolve("journal")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void write(String listener, String data) {
		try {
			Files.createFile(
					this.directory.resolve(String.join(SEPARATOR, listener, data, UUID.randomUUID().toString())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> entries(String listener) {
		return files().map((file) -> file.getFileName().toString().split(SEPARATOR))
			.filter((parts) -> parts[0].equals(listener))
			.map((parts) -> parts[1])
			.toList();
	}

	void clear() {
		files().forEach((file) -> {
			try {
				Files.delete(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private Stream<Path> files() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
