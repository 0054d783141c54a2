package io.natsevents.campaign.judge;

/**
 * A fault that could not be done, and a wait that came to its limit, prove nothing.
 */
final class RoundCompleted implements Rule {

	static final String PROMISE = "round that could not be completed";

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		String error = evidence.strike().error();
		if (error != null) {
			findings.violation(PROMISE, error);
		}
	}

}
