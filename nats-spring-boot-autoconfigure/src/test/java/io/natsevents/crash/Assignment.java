package io.natsevents.crash;

import java.nio.file.Path;
import java.util.List;

import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.RedriveOptions;
import io.natsevents.deadletter.Redrives;
import io.natsevents.support.BusApplication;

/**
 * What an instance is to do.
 *
 * @param concurrency how many events each listener handles at a time
 * @param listeners the listeners it starts
 * @param redriven id of the dead letter it redrives, or empty
 */
record Assignment(int concurrency, List<String> listeners, String redriven) {

	private static final int CONCURRENCY = 2;

	static Assignment listener(String listener) {
		return new Assignment(CONCURRENCY, List.of(listener), "");
	}

	static Assignment redrive(String listener, String id) {
		return new Assignment(CONCURRENCY, List.of(listener), id);
	}

	/**
	 * Start an instance that does it.
	 * @param url URL of the server
	 * @param journal is told what is handled
	 * @param death ends the instance
	 * @return cleans up after an instance that the server does not hear of any more
	 */
	Runnable start(String url, Journal journal, Runnable death) {
		BusApplication.Builder application = BusApplication.at(url)
			.property("nats.jetstream.listener.concurrency", this.concurrency)
			// When it has ended, its handlers wait that long for nobody
			.property("nats.jetstream.publisher.timeout", "1s");
		BusApplication instance = CrashScene.application(application, journal, death);
		this.listeners.forEach((listener) -> instance.listener(listener).start());
		Thread redriving = new Thread(() -> redrive(instance), "redriving");
		redriving.setDaemon(true);
		redriving.start();
		return () -> {
			instance.die();
			// Spares it the attempts to reach the server
			redriving.interrupt();
			instance.close();
		};
	}

	private void redrive(BusApplication instance) {
		if (!this.redriven.isEmpty()) {
			instance.bean(Redrives.class).redrive(DeadLetterId.parse(this.redriven), RedriveOptions.DEFAULT);
		}
	}

	/**
	 * As arguments of {@link CrashInstance}.
	 */
	List<String> toArguments(String url, Journal journal) {
		return List.of(url, journal.directory().toString(), Integer.toString(this.concurrency),
				String.join(",", this.listeners), this.redriven);
	}

	static void start(String[] arguments, Runnable death) {
		new Assignment(Integer.parseInt(arguments[2]), List.of(arguments[3].split(",")), arguments[4])
			.start(arguments[0], new Journal(Path.of(arguments[1])), death);
	}

}
