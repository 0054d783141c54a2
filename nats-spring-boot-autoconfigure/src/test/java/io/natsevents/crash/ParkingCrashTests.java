package io.natsevents.crash;

import org.junit.jupiter.api.Tag;

/**
 * Tests for instances that end while they park an event.
 */
@Tag("compat")
class ParkingCrashTests extends ParkingCrashContract {

	ParkingCrashTests() {
		super(InstanceStarter.IN_THIS_JVM, CrashScene.SINGLE);
	}

}
