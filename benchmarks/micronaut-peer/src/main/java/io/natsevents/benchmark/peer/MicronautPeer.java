package io.natsevents.benchmark.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Does rounds with micronaut-nats for the process that started this one. Prints
 * {@code ready}, and for each line {@code round} of the standard input does a round and
 * prints its events a second and nanoseconds of processor time for each event. Ends with
 * the input.
 */
public final class MicronautPeer {

	private static final String USAGE = """
			Arguments: publish <server url> <count>
			       or: listen <server url> <stream> <durable> <count>, count at least 2""";

	private final BufferedReader requests;

	private final PrintStream answers;

	MicronautPeer(BufferedReader requests, PrintStream answers) {
		this.requests = requests;
		this.answers = answers;
	}

	/**
	 * Answer the standard input.
	 * @param arguments {@code publish <server url> <count>} or
	 * {@code listen <server url> <stream> <durable> <count>}
	 * @throws Exception when a round cannot be done
	 */
	public static void main(String[] arguments) throws Exception {
		BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		new MicronautPeer(requests, System.out).run(arguments);
	}

	void run(String... arguments) throws Exception {
		try (Round round = round(arguments)) {
			answer("ready");
			for (String request = this.requests.readLine(); request != null; request = this.requests.readLine()) {
				if (!request.equals("round")) {
					throw new IOException("Asked for '%s', which is not 'round'".formatted(request));
				}
				answer(round.run());
			}
		}
	}

	private void answer(String line) {
		this.answers.println(line);
		this.answers.flush();
	}

	private static Round round(String[] arguments) {
		String mode = (arguments.length > 0) ? arguments[0] : "";
		if (mode.equals("publish") && arguments.length == 3) {
			return new PublishRound(arguments[1], Integer.parseInt(arguments[2]));
		}
		if (mode.equals("listen") && arguments.length == 5) {
			return new ListenRound(arguments[1], arguments[2], arguments[3], Integer.parseInt(arguments[4]));
		}
		throw new IllegalArgumentException(USAGE);
	}

}
