package io.natsevents.listen;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The server does not have the durable consumers that listeners need, and they may only
 * be compared.
 */
public class ConsumerVerificationException extends RuntimeException {

	private final Map<String, String> problems;

	ConsumerVerificationException(Map<String, String> problems) {
		super("The server does not have the consumers that listeners need, and provisioning.consumer-mode is verify:\n"
				+ new TreeMap<>(problems).entrySet()
					.stream()
					.map((problem) -> "listener " + problem.getKey() + ": " + problem.getValue())
					.collect(Collectors.joining("\n")));
		this.problems = Map.copyOf(problems);
	}

	/**
	 * What is wrong, listener by listener.
	 * @return what is missing or differs, by the ids of listeners
	 */
	public Map<String, String> getProblems() {
		return this.problems;
	}

}
