package io.natsevents.deadletter;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;

/**
 * Writes an alert as others read it: a CloudEvent.
 */
final class DeadLetterAlertMessage {

	private final EventCodec codec;

	DeadLetterAlertMessage(EventCodec codec) {
		this.codec = codec;
	}

	static String type(DeadLetterAlert.State state) {
		return "deadletters.alert." + state.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Write an alert. The same alert is the same bytes, whichever instance writes it.
	 */
	byte[] write(DeadLetterAlert alert) {
		// How a mapper writes times and names its fields is up to the application
		Map<String, Object> limits = new LinkedHashMap<>();
		limits.put("messages", alert.limits().messages());
		limits.put("age", alert.limits().age().toString());
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("state", alert.state().name());
		data.put("since", alert.since().toString());
		data.put("stream", DeadLetterStream.NAME);
		data.put("messages", alert.numbers().messages());
		if (alert.numbers().oldest() != null) {
			data.put("oldest", alert.numbers().oldest().toString());
		}
		data.put("limits", limits);
		data.put("application", alert.application());
		data.put("summary", "Dead letters: " + alert);
		return this.codec.write(Event.of(type(alert.state()), data)
			.id(alert.id())
			.time(alert.since())
			.source("urn:service:" + alert.application()));
	}

}
