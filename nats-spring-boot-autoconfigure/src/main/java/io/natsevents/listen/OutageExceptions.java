package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;

import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.publish.PublishOutcomeUnknownException;
import io.natsevents.publish.PublishUnavailableException;

import org.springframework.util.ClassUtils;

/**
 * Exceptions that say nothing about the event being handled: what the handler needs is
 * away.
 */
public final class OutageExceptions {

	private static final List<String> OF_SPRING = List.of("org.springframework.dao.TransientDataAccessException",
			"org.springframework.dao.DataAccessResourceFailureException",
			"org.springframework.transaction.CannotCreateTransactionException");

	private OutageExceptions() {
	}

	/**
	 * Those whose classes are on the class path.
	 * @return Spring's for a database that is away, and ours for NATS
	 */
	public static List<Class<? extends Throwable>> present() {
		List<Class<? extends Throwable>> present = new ArrayList<>();
		ClassLoader classLoader = OutageExceptions.class.getClassLoader();
		for (String name : OF_SPRING) {
			if (ClassUtils.isPresent(name, classLoader)) {
				present.add(ClassUtils.resolveClassName(name, classLoader).asSubclass(Throwable.class));
			}
		}
		present.add(ConnectionUnavailableException.class);
		present.add(PublishUnavailableException.class);
		present.add(PublishOutcomeUnknownException.class);
		return List.copyOf(present);
	}

}
