package io.natsevents.order;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import io.natsevents.listen.DeliveryContext;

/**
 * What one process writes down of its handlers: a line as one begins, and one as it ends.
 * Each is in the hands of the operating system when the method returns, and outlives the
 * process.
 */
final class HandlingJournal {

	private final FileOutputStream file;

	private final AtomicLong count = new AtomicLong();

	/**
	 * Open the journal.
	 * @param directory the journals of all processes are in it
	 * @param instance name of the process
	 */
	HandlingJournal(Path directory, String instance) {
		try {
			this.file = new FileOutputStream(directory.resolve(instance + ".journal").toFile(), true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A handler begins.
	 * @return names this run of it
	 */
	long begin(Load load, DeliveryContext context) {
		long run = this.count.incrementAndGet();
		write("begin %d %d %d %d %d %s%n".formatted(run, System.nanoTime(), System.currentTimeMillis(),
				context.sequence(), context.deliveryCount(), load));
		return run;
	}

	void end(long run, Handling.Outcome outcome) {
		write("end %d %d %s%n".formatted(run, System.nanoTime(), outcome));
	}

	private void write(String line) {
		try {
			// One write each: appending is atomic
			this.file.write(line.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
