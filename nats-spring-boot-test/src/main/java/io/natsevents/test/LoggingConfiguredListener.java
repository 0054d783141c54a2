package io.natsevents.test;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.util.ClassUtils;

/**
 * Keeps errors recorded when a Spring application configures Logback, which removes every
 * appender. Without an order it comes after Boot's own listener that does so.
 */
class LoggingConfiguredListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", getClass().getClassLoader())) {
			LogbackErrorRecording.attachAll();
		}
	}

}
