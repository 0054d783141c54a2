package io.natsevents.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains what is wrong with a value without showing it.
 */
class SecretPropertyFailureAnalyzer extends AbstractFailureAnalyzer<SecretPropertyException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SecretPropertyException cause) {
		return new FailureAnalysis(
				"Invalid value (not shown, it may be secret) for configuration property '" + cause.getProperty() + "': "
						+ cause.getReason(),
				"Correct the value of " + cause.getProperty() + ", wherever it is set.", cause);
	}

}
