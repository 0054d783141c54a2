package io.natsevents.stream;

/**
 * One setting in which a stream on the server differs from what is declared.
 *
 * @param field the setting, named like its property
 * @param wanted what is declared, as text
 * @param actual what the server has, as text
 */
public record FieldDifference(String field, String wanted, String actual) {

	@Override
	public String toString() {
		return this.field + ": " + this.actual + " -> " + this.wanted;
	}

}
