package io.natsevents.campaign.judge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.natsevents.campaign.fleet.Note;

/**
 * A process that is asked to end does so in time; of what it has handled nothing is
 * handled again, and it knows what came of all it has published.
 */
final class OrderlyStop implements Rule {

	/** That of {@code nats.jetstream.listener.shutdown-timeout}, by default. */
	private static final long LIMIT_SECONDS = 20;

	/** That of a JVM that was asked to end. */
	private static final String TERMINATED = "143";

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		Map<String, Long> asked = new HashMap<>();
		for (Note note : evidence.strike().notes()) {
			String[] words = note.text().split(" ");
			if (note.kind() == Note.Kind.PROCESS_STOPPED) {
				asked.put(words[1], note.nanos());
			}
			else if (note.kind() == Note.Kind.PROCESS_ENDED) {
				long seconds = TimeUnit.NANOSECONDS.toSeconds(note.nanos() - asked.getOrDefault(words[1], 0L));
				if (seconds >= LIMIT_SECONDS || !words[3].equals(TERMINATED)) {
					findings.violation("did not end in time, or not in an orderly way",
							"%s after %d s".formatted(note.text(), seconds));
				}
			}
		}
		asked.keySet().forEach((life) -> judge(life, evidence, events, findings));
	}

	private static void judge(String life, Evidence evidence, Events events, Findings findings) {
		List<String> handled = evidence.handled()
			.stream()
			.filter((run) -> run.instance().equals(life) && run.isDone())
			.map((run) -> run.load().id())
			.distinct()
			.toList();
		for (String id : handled) {
			if (events.timesDone(id) > 1) {
				findings.violation("handled again although " + life + " was stopped in an orderly way",
						events.history(id));
			}
		}
		for (Published published : evidence.published()) {
			if (published.load().writer().equals(life) && published.outcome() == Published.Outcome.UNKNOWN) {
				findings.violation("unknown although " + life + " was stopped in an orderly way",
						events.history(published.load().id()));
			}
		}
	}

}
