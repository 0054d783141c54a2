package io.natsevents.autoconfigure;

import io.natsevents.stream.StreamProvisioningException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that a stream could not be put in place: what was found, with the numbers, and
 * what to do.
 */
class StreamProvisioningFailureAnalyzer extends AbstractFailureAnalyzer<StreamProvisioningException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, StreamProvisioningException cause) {
		return new FailureAnalysis(cause.getProblem(), cause.getRemedy(), cause);
	}

}
