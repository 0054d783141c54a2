package io.natsevents.campaign.judge;

import java.time.Duration;

/**
 * Nobody waits more than a second longer than without our code.
 */
final class SilenceBounded implements Rule {

	private static final long LIMIT_MILLIS = Duration.ofSeconds(1).toMillis();

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		Silences silences = Silences.of(evidence);
		judge("publish", silences.publishBeyond(), silences.publish(), silences.barePublish(), findings);
		judge("handle", silences.handleBeyond(), silences.handle(), silences.bareHandle(), findings);
	}

	private static void judge(String what, long beyond, long silence, long bare, Findings findings) {
		if (beyond > LIMIT_MILLIS) {
			findings.violation("silent for longer than the bare client",
					"%s %d ms, the bare client %d ms, and %d ms of it the bare client was not".formatted(what, silence,
							bare, beyond));
		}
	}

}
