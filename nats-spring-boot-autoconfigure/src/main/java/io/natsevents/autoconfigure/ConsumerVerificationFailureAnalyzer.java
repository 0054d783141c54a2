package io.natsevents.autoconfigure;

import io.natsevents.listen.ConsumerVerificationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that consumers were compared and are not what listeners need.
 */
class ConsumerVerificationFailureAnalyzer extends AbstractFailureAnalyzer<ConsumerVerificationException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConsumerVerificationException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Make the consumers what the listeners need, or configure the listeners as the consumers are; or have"
						+ " this application do it, with nats.jetstream.provisioning.consumer-mode set to create"
						+ " (only what is missing) or update",
				cause);
	}

}
