package io.natsevents.listen;

import java.util.List;

import io.natsevents.event.EventTypePattern;
import io.natsevents.event.SubjectNaming;
import org.jspecify.annotations.Nullable;

/**
 * A listener with everything decided: what it listens to, how, and what handles it.
 *
 * @param id name of the listener
 * @param stream stream it listens to
 * @param durable durable consumer it shares with other instances
 * @param patterns event types it handles
 * @param version major version it handles
 * @param subjectNaming how subjects are made from types and versions
 * @param settings how it works
 * @param handler what handles the events
 * @param replaying whether the events are handled once more on purpose
 * @param partition the partition of the stream it is for, or {@code null} when it is for
 * the whole stream
 */
record ListenerEndpoint(String id, String stream, String durable, List<EventTypePattern> patterns, int version,
		SubjectNaming subjectNaming, ListenerSettings settings, HandlerInvocation handler, boolean replaying,
		@Nullable Partition partition) {

	/**
	 * A listener for the whole of its stream.
	 */
	ListenerEndpoint(String id, String stream, String durable, List<EventTypePattern> patterns, int version,
			SubjectNaming subjectNaming, ListenerSettings settings, HandlerInvocation handler, boolean replaying) {
		this(id, stream, durable, patterns, version, subjectNaming, settings, handler, replaying, null);
	}

	/**
	 * Whether events that are to be handled once more are kept in this instance, so that
	 * none overtakes another, instead of being given back to the server.
	 */
	boolean keepsEvents() {
		return this.settings.ordering() == Ordering.KEY || this.replaying;
	}

	/**
	 * This listener, for those who hook into it.
	 */
	ListenerDescription description() {
		return new ListenerDescription(this.id, this.stream, this.durable,
				this.patterns.stream().map(EventTypePattern::toString).toList(), this.version, this.handler.dataType(),
				this.handler.isBatch());
	}

	/**
	 * The same listener with another handler.
	 */
	ListenerEndpoint handledBy(HandlerInvocation other) {
		return new ListenerEndpoint(this.id, this.stream, this.durable, this.patterns, this.version, this.subjectNaming,
				this.settings, other, this.replaying, this.partition);
	}

	/**
	 * The same listener as it handles some of its event types once more, of all
	 * partitions.
	 * @param consumer name of the consumer that delivers them
	 * @param types which of its types
	 */
	ListenerEndpoint replaying(String consumer, List<EventTypePattern> types) {
		return new ListenerEndpoint(this.id, this.stream, consumer, types, this.version, this.subjectNaming,
				this.settings.forReplay(), this.handler, true, null);
	}

	/**
	 * The part of this listener that handles the events of one partition.
	 */
	ListenerEndpoint of(Partition part) {
		return new ListenerEndpoint(this.id, this.stream, part.durable(), this.patterns, this.version,
				this.subjectNaming, this.settings.oneAtATime(), this.handler, this.replaying, part);
	}

	/**
	 * Subjects of the events it handles, without partitions.
	 */
	List<String> subjects() {
		return this.patterns.stream()
			.map((pattern) -> this.subjectNaming.filter(pattern, this.version))
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * Subjects the server is asked for.
	 */
	List<String> filterSubjects() {
		return (this.partition != null) ? this.partition.filters(subjects()) : SubjectFilter.withPartitions(subjects());
	}

	/**
	 * Whether a message is of the version asked for. A filter with wildcards lets other
	 * versions through.
	 */
	boolean isOfVersion(String subject) {
		return this.subjectNaming.major(subject) == this.version;
	}

	boolean takes(String type) {
		for (EventTypePattern pattern : this.patterns) {
			if (pattern.matches(type)) {
				return true;
			}
		}
		return false;
	}

}
