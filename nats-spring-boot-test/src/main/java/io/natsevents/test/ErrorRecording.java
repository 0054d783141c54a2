package io.natsevents.test;

import java.util.List;

import org.springframework.util.ClassUtils;

/**
 * Records the log lines of level ERROR.
 */
interface ErrorRecording extends AutoCloseable {

	/**
	 * Starts to record.
	 * @return the recording; always empty when Logback is not the log
	 */
	static ErrorRecording begin() {
		if (ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", ErrorRecording.class.getClassLoader())) {
			return LogbackErrorRecording.begin();
		}
		return new Off();
	}

	/**
	 * Returns what has been recorded and forgets it.
	 * @return the lines
	 */
	List<String> drain();

	@Override
	void close();

	/**
	 * Records nothing.
	 */
	class Off implements ErrorRecording {

		@Override
		public List<String> drain() {
			return List.of();
		}

		@Override
		public void close() {
		}

	}

}
