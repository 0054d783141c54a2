package io.natsevents.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a test may leave behind. Without being allowed, these fail the test:
 * <ul>
 * <li>claims: a consumer with more messages delivered and not acknowledged than when the
 * test began, including those that wait for their redelivery. Not looked at when the
 * server is stopped at the end of the test;</li>
 * <li>threads: a live platform thread that the test started and whose name begins with
 * {@code jetstream-}. In a class with a Spring context, whose pools may grow at any time,
 * they are looked for once, after the context has been closed;</li>
 * <li>errors: a log line of level ERROR, if Logback is the log. Those outside of any
 * test, such as while a Spring context closes, fail the next test or the class.</li>
 * </ul>
 * Claims and threads get 5 seconds to go away. Threads and errors are those of the whole
 * JVM: do not run such classes in parallel.
 * <p>
 * Take it as a parameter of a test method or of a method that runs before or after each
 * test.
 */
public final class Leftovers {

	private final List<String> allowedErrors = new CopyOnWriteArrayList<>();

	private volatile boolean claimsAllowed;

	private volatile boolean threadsAllowed;

	Leftovers() {
	}

	/**
	 * Allows this test to leave messages that are delivered and not acknowledged.
	 * @return this object
	 */
	public Leftovers allowClaims() {
		this.claimsAllowed = true;
		return this;
	}

	/**
	 * Allows this test to leave threads running.
	 * @return this object
	 */
	public Leftovers allowThreads() {
		this.threadsAllowed = true;
		return this;
	}

	/**
	 * Allows this test to log errors; may be called repeatedly.
	 * @param containing a part of the log line: its message or its exception
	 * @return this object
	 */
	public Leftovers allowErrors(String containing) {
		this.allowedErrors.add(containing);
		return this;
	}

	boolean claimsAllowed() {
		return this.claimsAllowed;
	}

	boolean threadsAllowed() {
		return this.threadsAllowed;
	}

	boolean errorAllowed(String line) {
		return this.allowedErrors.stream().anyMatch(line::contains);
	}

}
