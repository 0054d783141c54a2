package io.natsevents.campaign.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What the driver tells a process: lines on its standard input.
 */
final class Commands {

	/** So that what is in use afterwards is all that is needed. */
	private static final String COLLECT = "collect";

	private Commands() {
	}

	/**
	 * Obey until the driver has gone; then the process ends as well, so that nothing is
	 * left of a campaign that was aborted.
	 * @param command gets the words of each line
	 */
	static void obey(Consumer<String[]> command) {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			String line = lines.readLine();
			while (line != null) {
				if (line.equals(COLLECT)) {
					System.gc();
				}
				else {
					command.accept(line.split(" "));
				}
				line = lines.readLine();
			}
		}
		catch (IOException ex) {
			// Gone as well
		}
		Runtime.getRuntime().halt(1);
	}

}
