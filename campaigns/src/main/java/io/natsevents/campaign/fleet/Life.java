package io.natsevents.campaign.fleet;

import java.time.Duration;

import io.natsevents.support.ChildJvm;
import org.awaitility.core.ConditionTimeoutException;

import static org.awaitility.Awaitility.await;

/**
 * One life of a process.
 *
 * @param name its name, which its journals have
 * @param process the process
 */
public record Life(String name, ChildJvm process) {

	/** How long it may take to end in an orderly way: shutdown-timeout, and then some. */
	private static final Duration LIMIT = Duration.ofSeconds(30);

	/**
	 * Ask it to end in an orderly way, and wait until it has. It is killed when it does
	 * not.
	 * @return its exit code
	 */
	public int stop() {
		this.process.terminate();
		try {
			await(this.name + " ends").atMost(LIMIT).until(() -> !this.process.isAlive());
		}
		catch (ConditionTimeoutException ex) {
			this.process.kill();
		}
		return this.process.awaitEnd();
	}

}
