package io.natsevents.stream;

import java.util.List;

/**
 * Making a stream what is declared would delete stored events at once.
 */
public class StreamDataLossException extends StreamProvisioningException {

	private final List<FieldDifference> differences;

	private final List<String> losses;

	StreamDataLossException(PlannedStream planned) {
		super(planned.definition().name(),
				"Updating stream " + planned.definition().name() + " would delete stored events now: "
						+ String.join("; ", planned.refusals()),
				"Declare a larger limit, or set nats.jetstream.provisioning.allow-data-loss=true"
						+ " for one start if those events may go",
				null);
		this.differences = planned.differences();
		this.losses = planned.refusals();
	}

	/**
	 * List every difference, also those that delete nothing.
	 * @return the differences
	 */
	public List<FieldDifference> getDifferences() {
		return this.differences;
	}

	/**
	 * Say for each limit what it would delete.
	 * @return a sentence with both figures for each limit
	 */
	public List<String> getLosses() {
		return this.losses;
	}

}
