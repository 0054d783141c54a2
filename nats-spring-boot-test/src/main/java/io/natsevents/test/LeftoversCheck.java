package io.natsevents.test;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Compares the end of a test with its beginning.
 */
class LeftoversCheck {

	private static final long POLL_MILLIS = 20;

	private final ClassServer classServer;

	private final OwnThreads threadsBefore;

	private final HeldClaims claimsBefore;

	LeftoversCheck(ClassServer classServer) {
		this.classServer = classServer;
		this.threadsBefore = OwnThreads.now();
		this.claimsBefore = HeldClaims.of(classServer.servers().nodes());
	}

	/**
	 * Looks for leftovers.
	 * @param allowed what the test may leave
	 * @return one line for each that it may not
	 */
	List<String> find(Leftovers allowed) {
		long deadline = ClassServer.leftoversDeadline();
		List<String> found = new ArrayList<>();
		if (!allowed.threadsAllowed() && !this.classServer.isUsedBySpring()) {
			found.addAll(this.threadsBefore.startedSince(deadline));
		}
		if (!allowed.claimsAllowed()) {
			found.addAll(claims(deadline));
		}
		for (String line : this.classServer.errors().drain()) {
			if (!allowed.errorAllowed(line)) {
				found.add("errors: " + line);
			}
		}
		return found;
	}

	private List<String> claims(long deadline) {
		try {
			List<String> claims = HeldClaims.of(this.classServer.servers().nodes()).moreThan(this.claimsBefore);
			while (!claims.isEmpty() && System.nanoTime() < deadline) {
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
				claims = HeldClaims.of(this.classServer.servers().nodes()).moreThan(this.claimsBefore);
			}
			return claims;
		}
		catch (UncheckedIOException ex) {
			return List.of("claims: unknown, the server does not answer: " + ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for claims to be given back", ex);
		}
	}

}
