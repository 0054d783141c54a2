package io.natsevents.campaign.fault;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import io.natsevents.support.ProtocolMessage;

/**
 * Loses events on their way from the server so often that nobody can tell whether a
 * process died of them.
 */
final class LostDeliveries implements Predicate<ProtocolMessage> {

	private static final int EVENTS = 2;

	private static final int TIMES = 3;

	private final Set<String> lost = ConcurrentHashMap.newKeySet();

	private final Pattern delivery;

	private final Kind kind;

	LostDeliveries(Workload workload, Kind kind) {
		this.delivery = Pattern.compile("\\$JS\\.ACK\\." + workload.stream() + "\\.[^.]+\\.(\\d+)\\.(\\d+)\\..*");
		this.kind = kind;
	}

	@Override
	public boolean test(ProtocolMessage message) {
		String reply = message.reply();
		if (reply == null) {
			return false;
		}
		Matcher delivered = this.delivery.matcher(reply);
		return delivered.matches() && Integer.parseInt(delivered.group(1)) <= TIMES
				&& isChosen(delivered.group(2), delivered.group(1), message);
	}

	private synchronized boolean isChosen(String sequence, String deliveries, ProtocolMessage message) {
		if (deliveries.equals("1") && this.lost.size() < EVENTS && message.contains(" " + this.kind + "\"")) {
			this.lost.add(sequence);
		}
		return this.lost.contains(sequence);
	}

}
