package io.natsevents.autoconfigure;

import io.natsevents.listen.MissingStreamException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that a listener may not start without its stream.
 */
class MissingStreamFailureAnalyzer extends AbstractFailureAnalyzer<MissingStreamException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MissingStreamException cause) {
		return new FailureAnalysis(cause.getMessage() + ", and missing-stream is 'fail'",
				"Start the service that owns stream " + cause.getStream() + " first; or declare the stream here, under"
						+ " nats.jetstream.services or nats.jetstream.streams; or set missing-stream to 'wait', so that"
						+ " the listener begins when the stream is there",
				cause);
	}

}
