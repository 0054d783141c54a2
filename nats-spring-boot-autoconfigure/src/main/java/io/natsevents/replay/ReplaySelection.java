package io.natsevents.replay;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventMessageReader;
import io.natsevents.event.InvalidEventDataException;
import io.natsevents.event.MalformedEventException;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of its consumer belong to a replay.
 */
final class ReplaySelection implements Predicate<Message> {

	private final long last;

	private final Set<String> organizations;

	private final EventMessageReader reader;

	private final ReplayPace pace;

	private final ReplayCounts counts;

	/**
	 * Create a selection.
	 * @param replay the replay
	 * @param codec reads events
	 * @param pace is told of what was not handled
	 * @param counts counts what was passed over
	 */
	ReplaySelection(StoredReplay replay, EventCodec codec, ReplayPace pace, ReplayCounts counts) {
		this.last = replay.range().last();
		this.organizations = Set.copyOf(replay.organizations());
		this.reader = new EventMessageReader(codec);
		this.pace = pace;
		this.counts = counts;
	}

	@Override
	public boolean test(Message message) {
		if (message.metaData().streamSequence() > this.last) {
			this.pace.pastEnd();
			return false;
		}
		if (this.organizations.isEmpty() || this.organizations.contains(organization(message))) {
			return true;
		}
		this.pace.giveBack();
		this.counts.filteredOut();
		return false;
	}

	/**
	 * What cannot be read is of no organization, like anywhere else where events are
	 * selected.
	 */
	private String organization(Message message) {
		try {
			@Nullable Headers headers = message.getHeaders();
			String organization = this.reader
				.read((headers != null) ? headers.entrySet() : List.of(), message.getData(), Object.class)
				.organizationId();
			return (organization != null) ? organization : "";
		}
		catch (MalformedEventException | InvalidEventDataException ex) {
			return "";
		}
	}

}
