package io.natsevents.stream;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The streams this application declares, to be looked up by name or subject.
 */
public final class DeclaredStreams implements Iterable<DeclaredStream> {

	/** A limit, should somebody make up subjects without end. */
	private static final int MOST_REMEMBERED = 10_000;

	private final List<DeclaredStream> streams;

	private final boolean partitioned;

	private final Map<String, Integer> partitionsBySubject = new ConcurrentHashMap<>();

	/**
	 * Collect the streams.
	 * @param streams the streams, each name once
	 */
	public DeclaredStreams(List<DeclaredStream> streams) {
		this.streams = List.copyOf(streams);
		this.partitioned = streams.stream().anyMatch((stream) -> stream.partitions() > 0);
	}

	/**
	 * Collect streams that were only declared, without asking a server.
	 * @param definitions what is declared
	 * @return the streams, with unknown owners and no notes
	 */
	public static DeclaredStreams unchecked(List<StreamDefinition> definitions) {
		return new DeclaredStreams(definitions.stream()
			.map((definition) -> new DeclaredStream(definition, definition.subjects(), null, List.of()))
			.toList());
	}

	/**
	 * Find a stream by its name.
	 * @param name the name
	 * @return the stream, empty if it is not declared
	 */
	public Optional<DeclaredStream> named(String name) {
		return this.streams.stream().filter((stream) -> stream.name().equals(name)).findFirst();
	}

	/**
	 * Find the stream that collects a subject.
	 * @param subject a subject; with wildcards, the stream must collect all of it
	 * @return the stream, empty if no declared stream does
	 */
	public Optional<DeclaredStream> collecting(String subject) {
		return this.streams.stream().filter((stream) -> stream.collects(subject)).findFirst();
	}

	/**
	 * Tell into how many partitions the events of a subject are divided. Quick, to be
	 * asked for every event.
	 * @param subject the subject of an event, without a partition
	 * @return the number, 0 when they are not divided or no declared stream collects the
	 * subject
	 */
	public int partitions(String subject) {
		if (!this.partitioned) {
			return 0;
		}
		Integer known = this.partitionsBySubject.get(subject);
		if (known != null) {
			return known;
		}
		int partitions = collecting(subject).map(DeclaredStream::partitions).orElse(0);
		if (this.partitionsBySubject.size() < MOST_REMEMBERED) {
			this.partitionsBySubject.put(subject, partitions);
		}
		return partitions;
	}

	/**
	 * List names and subjects in one line, for messages about a subject no stream
	 * collects.
	 * @return for example {@code AUTH_EVENTS [auth.>], ORDERS [orders.>]}
	 */
	public String describe() {
		return this.streams.isEmpty() ? "none"
				: this.streams.stream()
					.map((stream) -> stream.name() + " " + stream.subjects())
					.collect(Collectors.joining(", "));
	}

	@Override
	public Iterator<DeclaredStream> iterator() {
		return this.streams.iterator();
	}

}
