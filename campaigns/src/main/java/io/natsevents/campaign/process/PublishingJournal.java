package io.natsevents.campaign.process;

import java.nio.file.Path;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.publish.EventPublishException;
import io.natsevents.publish.PublishReceipt;

/**
 * What a process writes down of the events it publishes in a round: a line before, and
 * one with what came of it. Without the second nobody knows.
 */
final class PublishingJournal {

	private final Lines lines;

	PublishingJournal(Path campaign, int round, String writer) {
		this.lines = new Lines(RoundDirectory.of(campaign, round).resolve(writer + RoundDirectory.PUBLISHING));
	}

	void begin(Workload workload, Load load) {
		this.lines.add("begin %s %s".formatted(workload, load));
	}

	void acknowledged(Load load, PublishReceipt receipt) {
		this.lines.add("acknowledged %d %d %d %s".formatted(load.number(), System.nanoTime(),
				receipt.sequence().orElse(0), receipt.status()));
	}

	void failed(Load load, Throwable failure) {
		boolean refused = failure instanceof EventPublishException exception && !exception.isOutcomeUnknown();
		this.lines.add("%s %d %d %s".formatted(refused ? "refused" : "unknown", load.number(), System.nanoTime(),
				failure.getClass().getSimpleName()));
	}

}
