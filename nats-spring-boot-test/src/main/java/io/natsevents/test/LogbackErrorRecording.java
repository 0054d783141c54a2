package io.natsevents.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Records with an appender at Logback's root logger.
 */
final class LogbackErrorRecording extends AppenderBase<ILoggingEvent> implements ErrorRecording {

	private static final Set<LogbackErrorRecording> ACTIVE = new CopyOnWriteArraySet<>();

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private LogbackErrorRecording() {
	}

	static ErrorRecording begin() {
		LogbackErrorRecording recording = new LogbackErrorRecording();
		ACTIVE.add(recording);
		recording.attach();
		return recording;
	}

	/**
	 * Attaches every recording again after somebody has configured Logback anew.
	 */
	static void attachAll() {
		ACTIVE.forEach(LogbackErrorRecording::attach);
	}

	private void attach() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggerContext) {
			setContext(loggerContext);
			start();
			Logger root = loggerContext.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
			if (!root.isAttached(this)) {
				root.addAppender(this);
			}
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
			IThrowableProxy thrown = event.getThrowableProxy();
			this.lines.add(event.getLoggerName() + ": " + event.getFormattedMessage()
					+ ((thrown != null) ? " [" + thrown.getClassName() + ": " + thrown.getMessage() + "]" : ""));
		}
	}

	@Override
	public List<String> drain() {
		List<String> drained = new ArrayList<>();
		this.lines.drainTo(drained);
		return drained;
	}

	@Override
	public void close() {
		ACTIVE.remove(this);
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggerContext) {
			loggerContext.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
		}
		stop();
	}

}
