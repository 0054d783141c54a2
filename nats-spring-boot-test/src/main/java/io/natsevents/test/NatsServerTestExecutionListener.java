package io.natsevents.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Notes which Spring contexts use the server of a class, so that they are closed before
 * it.
 */
class NatsServerTestExecutionListener implements TestExecutionListener {

	@Override
	public void prepareTestInstance(TestContext testContext) {
		Class<?> owner = ClassServer.ownerOf(testContext.getTestClass());
		if (owner != null) {
			ClassServer.of(owner).usedBy(testContext);
		}
	}

}
