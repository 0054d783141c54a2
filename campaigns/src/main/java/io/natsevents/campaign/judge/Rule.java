package io.natsevents.campaign.judge;

/**
 * A promise, and how it is seen to be broken.
 */
interface Rule {

	/**
	 * Look for what breaks it.
	 * @param evidence what is known after the round
	 * @param events the same, by event
	 * @param findings takes what was found
	 */
	void judge(Evidence evidence, Events events, Findings findings);

}
