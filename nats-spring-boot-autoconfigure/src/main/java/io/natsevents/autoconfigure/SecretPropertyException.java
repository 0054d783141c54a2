package io.natsevents.autoconfigure;

/**
 * A property has a bad value which is, or may hold, a secret. Boot's own exception would
 * have the value printed.
 */
class SecretPropertyException extends RuntimeException {

	private final String property;

	private final String reason;

	SecretPropertyException(String property, String reason) {
		super("Property " + property + " has a bad value: " + reason);
		this.property = property;
		this.reason = reason;
	}

	String getProperty() {
		return this.property;
	}

	String getReason() {
		return this.reason;
	}

}
