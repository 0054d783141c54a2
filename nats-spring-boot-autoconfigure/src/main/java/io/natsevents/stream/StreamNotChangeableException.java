package io.natsevents.stream;

import java.util.List;

/**
 * A stream differs from its declaration in a setting the server never changes.
 */
public class StreamNotChangeableException extends StreamProvisioningException {

	private final List<FieldDifference> differences;

	StreamNotChangeableException(PlannedStream planned) {
		super(planned.definition().name(), "Stream " + planned.definition().name() + " cannot become what is declared: "
				+ String.join("; ", planned.refusals()), null, null);
		this.differences = planned.differences();
	}

	/**
	 * List every difference, changeable or not.
	 * @return the differences
	 */
	public List<FieldDifference> getDifferences() {
		return this.differences;
	}

}
