package io.natsevents.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The command line a nats-server is started with.
 *
 * @param arguments its arguments
 */
record NatsServerCommand(List<String> arguments) {

	/**
	 * Returns the value of an option, in any of the forms the server takes:
	 * {@code --name value}, {@code --name=value}, and both with one dash.
	 * @return the value, or {@code null} if the option is not given
	 */
	@Nullable String option(String name) {
		String value = null;
		for (int i = 0; i < this.arguments.size(); i++) {
			String argument = withoutDashes(this.arguments.get(i));
			if (argument.equals(name) && i + 1 < this.arguments.size()) {
				value = this.arguments.get(i + 1);
			}
			else if (argument.startsWith(name + "=")) {
				value = argument.substring(name.length() + 1);
			}
		}
		return value;
	}

	private static String withoutDashes(String argument) {
		if (argument.startsWith("--")) {
			return argument.substring(2);
		}
		return argument.startsWith("-") ? argument.substring(1) : "";
	}

}
