package io.natsevents.crash;

import org.junit.jupiter.api.Tag;

/**
 * Tests for JVMs that are killed in the middle of a redrive.
 */
@Tag("slow")
class RedriveCrashProcessTests extends RedriveCrashContract {

	RedriveCrashProcessTests() {
		super(InstanceStarter.IN_ITS_OWN_JVM);
	}

}
