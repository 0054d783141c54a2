package io.natsevents.campaign.process;

import java.nio.file.Path;

/**
 * Where what belongs to one round is written down.
 */
public final class RoundDirectory {

	/** How the names of files end that tell of publishing. */
	public static final String PUBLISHING = ".publishing";

	/** How the names of files end that tell of handling. */
	public static final String HANDLING = ".handling";

	private RoundDirectory() {
	}

	/**
	 * Find the directory of a round.
	 * @param campaign directory of the campaign
	 * @param round the round, from 1
	 */
	public static Path of(Path campaign, int round) {
		return campaign.resolve("round-" + round);
	}

}
