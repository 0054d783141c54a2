package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.listen.JetStreamListener;

/**
 * Two listeners for each of six services, as an application has them that follows all.
 */
class StartListeners {

	static final List<String> EVENTS = List.of("entry.created", "entry.changed");

	@JetStreamListener("auth.entry.created")
	void authCreated(UserCreated data) {
	}

	@JetStreamListener("auth.entry.changed")
	void authChanged(UserCreated data) {
	}

	@JetStreamListener("catalog.entry.created")
	void catalogCreated(UserCreated data) {
	}

	@JetStreamListener("catalog.entry.changed")
	void catalogChanged(UserCreated data) {
	}

	@JetStreamListener("ddmrp.entry.created")
	void ddmrpCreated(UserCreated data) {
	}

	@JetStreamListener("ddmrp.entry.changed")
	void ddmrpChanged(UserCreated data) {
	}

	@JetStreamListener("execution.entry.created")
	void executionCreated(UserCreated data) {
	}

	@JetStreamListener("execution.entry.changed")
	void executionChanged(UserCreated data) {
	}

	@JetStreamListener("analytics.entry.created")
	void analyticsCreated(UserCreated data) {
	}

	@JetStreamListener("analytics.entry.changed")
	void analyticsChanged(UserCreated data) {
	}

	@JetStreamListener("ai-agent.entry.created")
	void aiAgentCreated(UserCreated data) {
	}

	@JetStreamListener("ai-agent.entry.changed")
	void aiAgentChanged(UserCreated data) {
	}

}
