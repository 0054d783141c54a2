package io.natsevents.campaign.hostile;

import java.util.List;
import java.util.Map;

/**
 * What became of hostile messages.
 *
 * @param secret stands in their bodies and headers
 * @param application the application that handles or parks them
 * @param stored how many messages the stream has taken
 * @param sent the messages
 * @param parked the dead letters
 * @param handled what handlers did
 * @param health what the health of each process says of its listeners
 * @param logs logs, and how long each was before
 */
public record HostileRound(String secret, String application, long stored, List<HostileSent> sent,
		List<HostileDeadLetter> parked, List<HostileHandling> handled, Map<String, String> health,
		Map<String, Long> logs) {

	/** Name of the file it is written to. */
	public static final String FILE = "hostile.json";

}
