package io.natsevents.stream;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The streams this application declares, to be looked up by name or subject.
 */
public final class DeclaredStreams implements Iterable<DeclaredStream> {

	private final List<DeclaredStream> streams;

	/**
	 * Collect the streams.
	 * @param streams the streams, each name once
	 */
	public DeclaredStreams(List<DeclaredStream> streams) {
		this.streams = List.copyOf(streams);
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
