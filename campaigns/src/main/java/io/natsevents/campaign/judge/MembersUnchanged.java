package io.natsevents.campaign.judge;

import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.process.Status;

/**
 * A process at rest is as it was when it was at rest for the first time: it has the same
 * threads of the starter, and about as many threads, file descriptors and bytes. Pools
 * and classes that come and go explain the bounds of the last three.
 */
final class MembersUnchanged implements Rule {

	private static final int THREADS = 40;

	private static final int FILES = 16;

	private static final long BYTES = 24L << 20;

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		evidence.members().forEach((member) -> judge(member, findings));
	}

	private static void judge(MemberState member, Findings findings) {
		Status first = member.first();
		Status last = member.last();
		if (first == null || last == null) {
			findings.violation("process that does not tell how it is", member.life());
			return;
		}
		if (last.jetStreamThreads() != first.jetStreamThreads()) {
			found("threads of the starter", member, first.jetStreamThreads(), last.jetStreamThreads(), findings);
		}
		if (last.threads() > first.threads() + THREADS) {
			found("threads", member, first.threads(), last.threads(), findings);
		}
		if (last.files() > first.files() + FILES) {
			found("file descriptors", member, first.files(), last.files(), findings);
		}
		if (last.heap() > first.heap() + BYTES) {
			found("bytes of heap", member, first.heap(), last.heap(), findings);
		}
	}

	private static void found(String what, MemberState member, long first, long last, Findings findings) {
		findings.violation("not as it was before",
				"%s had %d %s when first at rest, and now %d".formatted(member.life(), first, what, last));
	}

}
