package io.natsevents.autoconfigure;

import io.natsevents.listen.ListenerConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that a listener cannot work as it is declared.
 */
class ListenerConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ListenerConfigurationException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ListenerConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), "Change the declaration of " + cause.getListener()
				+ ", or what is configured under nats.jetstream.listener and nats.jetstream.listeners", cause);
	}

}
