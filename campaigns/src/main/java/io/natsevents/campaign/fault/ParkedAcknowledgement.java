package io.natsevents.campaign.fault;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.natsevents.campaign.load.Workload;
import io.natsevents.support.ProtocolMessage;

/**
 * Tells the acknowledgement of an event from others by its dead letter, which was sent
 * before.
 */
final class ParkedAcknowledgement implements Predicate<ProtocolMessage> {

	private final Set<String> parked = ConcurrentHashMap.newKeySet();

	private final Pattern deadLetter;

	private final Pattern settlement;

	ParkedAcknowledgement(Workload workload) {
		this.deadLetter = Pattern.compile("dlq\\." + workload.stream() + "\\.[^.]+\\.(\\d+)-\\d+");
		this.settlement = Pattern.compile("\\$JS\\.ACK\\." + workload.stream() + "\\.[^.]+\\.\\d+\\.(\\d+)\\..*");
	}

	@Override
	public boolean test(ProtocolMessage message) {
		if (!message.isPublished()) {
			return false;
		}
		Matcher letter = this.deadLetter.matcher(message.subject());
		if (letter.matches()) {
			this.parked.add(letter.group(1));
			return false;
		}
		Matcher settled = this.settlement.matcher(message.subject());
		return settled.matches() && this.parked.contains(settled.group(1)) && message.contains("+ACK");
	}

}
