package io.natsevents.campaign.judge;

import java.nio.file.Path;

import tools.jackson.databind.json.JsonMapper;

/**
 * Judges the round whose directory is the argument, and ends with 1 when a promise was
 * broken.
 */
public final class JudgeProgram {

	private JudgeProgram() {
	}

	public static void main(String[] arguments) {
		Path round = Path.of(arguments[0]);
		Verdict verdict = Judge.judge(EvidenceFiles.read(round));
		new JsonMapper().writeValue(round.resolve(Verdict.FILE).toFile(), verdict);
		System.exit(verdict.violations().isEmpty() ? 0 : 1);
	}

}
