package io.natsevents.campaign.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * What faults note of what they do in a round: for a person to read, and for the judge
 * where a promise has an exception. May be used by several threads.
 */
public final class Notes {

	private final List<Note> notes = new ArrayList<>();

	/**
	 * Note something for a person to read, such as a length of time that was chosen.
	 */
	public void add(String text) {
		add(Note.Kind.TEXT, text);
	}

	/**
	 * Note, before it is done, that a node is killed, stopped or frozen.
	 * @param how what is done, such as {@code kill n1}
	 */
	public void nodeGone(String how) {
		add(Note.Kind.NODE_GONE, how);
	}

	/**
	 * Note, before it is done, that a consumer is deleted.
	 * @param consumer its name
	 */
	public void consumerGone(String consumer) {
		add(Note.Kind.CONSUMER_GONE, "delete " + consumer);
	}

	/**
	 * Note, before it is done, that a process that handles events is frozen.
	 * @param process the life of the process
	 */
	public void frozen(String process) {
		add(Note.Kind.PROCESS_FROZEN, "freeze " + process);
	}

	/**
	 * Note, before it is done, that a process is asked to end in an orderly way.
	 * @param process the life of the process
	 */
	public void stopped(String process) {
		add(Note.Kind.PROCESS_STOPPED, "stop " + process);
	}

	/**
	 * Note that such a process has ended.
	 * @param process the life of the process
	 * @param code its exit code
	 */
	public void ended(String process, int code) {
		add(Note.Kind.PROCESS_ENDED, "end " + process + " with " + code);
	}

	/**
	 * Note whether any process can handle events without an order.
	 */
	public void attended(boolean somebody) {
		add(somebody ? Note.Kind.ATTENDED : Note.Kind.UNATTENDED,
				somebody ? "somebody can listen" : "nobody can listen");
	}

	private synchronized void add(Note.Kind kind, String text) {
		this.notes.add(new Note(System.nanoTime(), kind, text));
	}

	/**
	 * Take all that was noted since this was done last.
	 */
	public synchronized List<Note> take() {
		List<Note> taken = List.copyOf(this.notes);
		this.notes.clear();
		return taken;
	}

}
