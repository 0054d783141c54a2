package io.natsevents.campaign.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.natsevents.campaign.process.Status;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * Asks processes how they are when nothing is left to do, and remembers how they were
 * when they were asked first.
 */
public final class MembersAtRest {

	/**
	 * Threads that stop something live so long, and some more. A consumer without events
	 * may be without a leader for as long.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String RECOVERING = "phase=RECOVERING";

	/** Nobody tells when it has collected its garbage. */
	private static final long COLLECTING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final Map<String, Status> first = new HashMap<>();

	/**
	 * Have all collect their garbage, and ask how they are. Who has other threads of the
	 * starter than before is given time to end them, and who waits for a leader to get
	 * one.
	 */
	public List<MemberState> ask(List<Member> members) {
		members.forEach((member) -> member.tell("collect"));
		long told = System.nanoTime();
		try {
			await().atMost(LIMIT).until(() -> members.stream().allMatch((member) -> hasAnswered(member, told)));
		}
		catch (ConditionTimeoutException ex) {
			// What they are like then is for the judge
		}
		return members.stream().map((member) -> state(member, told)).toList();
	}

	private boolean hasAnswered(Member member, long told) {
		Status now = now(member, told);
		return now != null && !now.health().getOrDefault("listeners", "").contains(RECOVERING)
				&& (!this.first.containsKey(member.life()) || state(member, told).hasSameThreads());
	}

	private MemberState state(Member member, long told) {
		Status now = now(member, told);
		if (now != null) {
			this.first.putIfAbsent(member.life(), now);
		}
		return new MemberState(member.life(), this.first.get(member.life()), now);
	}

	/**
	 * What it told after it had collected.
	 */
	private static @Nullable Status now(Member member, long told) {
		return member.status().filter((status) -> status.nanos() > told + COLLECTING_NANOS).orElse(null);
	}

}
