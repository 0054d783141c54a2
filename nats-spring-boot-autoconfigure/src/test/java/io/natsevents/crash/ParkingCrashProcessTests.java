package io.natsevents.crash;

import org.junit.jupiter.api.Tag;

/**
 * Tests for JVMs that are killed while they park an event.
 */
@Tag("slow")
class ParkingCrashProcessTests extends ParkingCrashContract {

	ParkingCrashProcessTests() {
		super(InstanceStarter.IN_ITS_OWN_JVM, CrashScene.SINGLE, CrashScene.BATCH);
	}

}
