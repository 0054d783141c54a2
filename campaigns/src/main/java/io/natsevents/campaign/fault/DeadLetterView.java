package io.natsevents.campaign.fault;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.deadletter.DeadLetterStream;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What an operator sees of the dead letters of a workload.
 */
final class DeadLetterView {

	private static final String PREFIX = "dlq.";

	private final Bus bus;

	private final Workload workload;

	DeadLetterView(Bus bus, Workload workload) {
		this.bus = bus;
		this.workload = workload;
	}

	/**
	 * Ids of those there are.
	 */
	Set<String> ids() throws IOException, JetStreamApiException {
		String filter = PREFIX + this.workload.stream() + ".>";
		return this.bus.management()
			.getStreamInfo(DeadLetterStream.NAME, StreamInfoOptions.filterSubjects(filter))
			.getStreamState()
			.getSubjectMap()
			.keySet()
			.stream()
			.map((subject) -> subject.substring(PREFIX.length()))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Ids of those of a kind that are none of others.
	 */
	Set<String> ids(Kind kind, Set<String> others) throws IOException, JetStreamApiException {
		Set<String> found = new TreeSet<>();
		for (String id : ids()) {
			MessageInfo letter = others.contains(id) ? null : find(id);
			if (letter != null && isOf(letter, kind)) {
				found.add(id);
			}
		}
		return found;
	}

	/**
	 * Whether what can be handled has gone, and nobody works on the others.
	 */
	boolean areAtRest(Set<String> ids) throws IOException, JetStreamApiException {
		for (String id : ids) {
			MessageInfo letter = find(id);
			if (letter != null && (isOf(letter, Kind.CURABLE) || isClaimed(letter.getHeaders()))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isOf(MessageInfo letter, Kind kind) {
		return new String(letter.getData(), UTF_8).contains(" " + kind + "\"");
	}

	private static boolean isClaimed(@Nullable Headers headers) {
		return headers != null && headers.containsKey("Dlq-Claimed-By");
	}

	private @Nullable MessageInfo find(String id) throws IOException, JetStreamApiException {
		try {
			return this.bus.management().getLastMessage(DeadLetterStream.NAME, PREFIX + id);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamRequest.MESSAGE_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

}
