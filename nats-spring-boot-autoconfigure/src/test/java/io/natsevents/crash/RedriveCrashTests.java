package io.natsevents.crash;

import org.junit.jupiter.api.Tag;

/**
 * Tests for instances that end in the middle of a redrive.
 */
@Tag("compat")
class RedriveCrashTests extends RedriveCrashContract {

	RedriveCrashTests() {
		super(InstanceStarter.IN_THIS_JVM);
	}

}
