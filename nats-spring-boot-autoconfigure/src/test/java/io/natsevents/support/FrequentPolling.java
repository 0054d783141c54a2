package io.natsevents.support;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has conditions looked at often: with the 100 ms that are the default each of thousands
 * of waits takes at least as long. JUnit finds it by itself.
 */
public final class FrequentPolling implements BeforeAllCallback {

	private static final Duration INTERVAL = Duration.ofMillis(20);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultPollInterval(INTERVAL);
	}

}
