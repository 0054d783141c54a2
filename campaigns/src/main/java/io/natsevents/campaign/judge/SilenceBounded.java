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
		judge("publish", silences.publish(), silences.barePublish(), findings);
		judge("handle", silences.handle(), silences.bareHandle(), findings);
	}

	private static void judge(String what, long silence, long bare, Findings findings) {
		if (silence - bare > LIMIT_MILLIS) {
			findings.violation("silent for longer than the bare client",
					"%s %d ms, the bare client %d ms".formatted(what, silence, bare));
		}
	}

}
