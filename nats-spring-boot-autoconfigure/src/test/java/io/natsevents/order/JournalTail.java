package io.natsevents.order;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what handlers have done while they still work.
 */
final class JournalTail {

	private static final byte[] DONE = (" " + Handling.Outcome.DONE + "\n").getBytes(StandardCharsets.UTF_8);

	private final Path directory;

	private final Map<Path, Long> read = new HashMap<>();

	private long done;

	JournalTail(Path directory) {
		this.directory = directory;
	}

	/**
	 * How often a handler has returned so far.
	 */
	long done() {
		for (Path journal : Evidence.journals(this.directory)) {
			this.read.put(journal, read(journal, this.read.getOrDefault(journal, 0L)));
		}
		return this.done;
	}

	private long read(Path journal, long from) {
		try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "r")) {
			byte[] bytes = new byte[(int) (file.length() - from)];
			file.seek(from);
			file.readFully(bytes);
			int end = bytes.length;
			while (end > 0 && bytes[end - 1] != '\n') {
				end--;
			}
			for (int index = 0; index <= end - DONE.length; index++) {
				if (bytes[index] == ' ' && isDone(bytes, index)) {
					this.done++;
				}
			}
			return from + end;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isDone(byte[] bytes, int from) {
		for (int index = 0; index < DONE.length; index++) {
			if (bytes[from + index] != DONE[index]) {
				return false;
			}
		}
		return true;
	}

}
