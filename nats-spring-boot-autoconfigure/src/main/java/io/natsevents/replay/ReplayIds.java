package io.natsevents.replay;

import java.util.Locale;
import java.util.UUID;

/**
 * Makes ids that are short enough for the name of a consumer.
 */
final class ReplayIds {

	private static final int LENGTH = 12;

	private ReplayIds() {
	}

	static String random() {
		return UUID.randomUUID().toString().replace("-", "").substring(0, LENGTH).toLowerCase(Locale.ROOT);
	}

}
