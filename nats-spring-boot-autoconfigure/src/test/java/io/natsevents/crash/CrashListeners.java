package io.natsevents.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.natsevents.event.Event;
import io.natsevents.listen.EventBatchException;
import io.natsevents.listen.JetStreamListener;

/**
 * Listeners that do what the data of an event begins with: {@value #FAILING} fails,
 * {@value #KILLER} ends the process, {@value #EATER} takes all memory, all others are
 * handled.
 */
class CrashListeners {

	static final String FAILING = "failing";

	static final String KILLER = "killer";

	static final String EATER = "eater";

	static final String BROKEN = "broken";

	static final String BROKEN_KILLER = "broken killer";

	/** Entry of the journal that repairs what is broken. */
	static final String REPAIR = "repair";

	private static final int MEGABYTE = 1 << 20;

	private final Journal journal;

	private final Runnable death;

	/**
	 * Create the listeners.
	 * @param journal is told what was handled, by which listener
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
		work();
		if (data.startsWith(KILLER)) {
			this.death.run();
		}
		if (data.startsWith(EATER)) {
			eat();
		}
		if (data.startsWith(FAILING) || (data.startsWith(BROKEN) && !isRepaired())) {
			throw new IllegalStateException("cannot handle " + data);
		}
		boolean again = this.journal.entries(listener).contains(data);
		this.journal.write(listener, data);
		if (data.startsWith(BROKEN_KILLER) && !again) {
			this.death.run();
		}
	}

	private boolean isRepaired() {
		return !this.journal.entries(REPAIR).isEmpty();
	}

	/**
	 * Long enough for others to be in flight.
	 */
	private static void work() {
		try {
			TimeUnit.MILLISECONDS.sleep(5);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void eat() {
		List<byte[]> eaten = new ArrayList<>();
		while (true) {
			eaten.add(new byte[MEGABYTE]);
		}
	}

}
