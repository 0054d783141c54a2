package io.natsevents.autoconfigure;

import io.natsevents.stream.JetStreamDisabledException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the server has no JetStream, and how it is switched on.
 */
class JetStreamDisabledFailureAnalyzer extends AbstractFailureAnalyzer<JetStreamDisabledException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, JetStreamDisabledException cause) {
		String configuration = cause.isAccountOnly() ? """


				    accounts {
				        MY_ACCOUNT { jetstream: enabled, users: [ ... ] }
				    }
				""" : """


				    jetstream {
				        store_dir: /var/lib/nats
				        max_file: 20GB
				    }
				""";
		return new FailureAnalysis(cause.getProblem(), cause.getRemedy() + ":" + configuration, cause);
	}

}
