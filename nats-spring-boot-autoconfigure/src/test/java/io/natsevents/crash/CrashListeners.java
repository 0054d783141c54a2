package io.natsevents.crash;

import java.util.List;

import io.natsevents.event.Event;
import io.natsevents.listen.EventBatchException;
import io.natsevents.listen.JetStreamListener;

/**
 * Listeners that do what the data of an event says: those of {@link #FAILING} fail, those
 * of {@link #KILLER} end the process, all others are handled.
 */
class CrashListeners {

	static final String FAILING = "failing";

	static final String KILLER = "killer";

	private final Journal journal;

	private final Runnable death;

	/**
	 * Create the listeners.
	 * @param journal is told what was handled, as {@code <listener> <data>}
	 * @param death ends the process
	 */
	CrashListeners(Journal journal, Runnable death) {
		this.journal = journal;
		this.death = death;
	}

	@JetStreamListener(value = "auth.single.sent", id = "single")
	void onSingle(String data) {
		handle("single", data);
	}

	@JetStreamListener(value = "auth.batch.sent", id = "batch")
	void onBatch(List<Event<String>> events) {
		for (int index = 0; index < events.size(); index++) {
			try {
				handle("batch", events.get(index).data());
			}
			catch (IllegalStateException ex) {
				throw new EventBatchException(index, ex);
			}
		}
	}

	@JetStreamListener(value = "auth.neighbour.sent", id = "neighbour")
	void onNeighbour(String data) {
		handle("neighbour", data);
	}

	private void handle(String listener, String data) {
		if (data.startsWith(KILLER)) {
			this.death.run();
		}
		if (data.startsWith(FAILING)) {
			throw new IllegalStateException("cannot handle " + data);
		}
		this.journal.write(listener + " " + data);
	}

}
