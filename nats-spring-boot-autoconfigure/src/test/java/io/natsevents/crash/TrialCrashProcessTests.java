package io.natsevents.crash;

import org.junit.jupiter.api.Tag;

/**
 * Tests for JVMs that are killed in the middle of a lone run.
 */
@Tag("slow")
class TrialCrashProcessTests extends TrialCrashContract {

	TrialCrashProcessTests() {
		super(InstanceStarter.IN_ITS_OWN_JVM, CrashScene.SINGLE, CrashScene.BATCH);
	}

}
