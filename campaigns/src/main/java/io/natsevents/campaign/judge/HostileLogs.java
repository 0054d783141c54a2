package io.natsevents.campaign.judge;

/**
 * Hostile messages leave listeners running, and nothing of them gets into a log.
 */
final class HostileLogs implements Rule {

	/** The alert that there are many or old dead letters. */
	private static final String EXPECTED = "DeadLetterWatch";

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		HostileEvidence hostile = evidence.hostile();
		if (hostile == null) {
			return;
		}
		hostile.logs().forEach((log, lines) -> lines.forEach((line) -> {
			if (line.contains(hostile.round().secret())) {
				findings.violation("a secret got into a log", log + ": " + line);
			}
			if ((line.contains(" ERROR ") && !line.contains(EXPECTED)) || line.contains("OutOfMemoryError")
					|| line.contains("StackOverflowError")) {
				findings.violation("an error was logged", log + ": " + line);
			}
			if (line.startsWith("Dlq-") || line.startsWith("\u001b")) {
				findings.violation("a message began a line of a log", log + ": " + line);
			}
		}));
		hostile.round().health().forEach((process, health) -> {
			if (!health.startsWith("UP")) {
				findings.violation("listeners are not at work", process + ": " + health);
			}
		});
	}

}
