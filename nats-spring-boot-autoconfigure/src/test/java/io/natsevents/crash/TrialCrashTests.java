package io.natsevents.crash;

import org.junit.jupiter.api.Tag;

/**
 * Tests for instances that end in the middle of a lone run.
 */
@Tag("compat")
class TrialCrashTests extends TrialCrashContract {

	TrialCrashTests() {
		super(InstanceStarter.IN_THIS_JVM, CrashScene.SINGLE);
	}

}
