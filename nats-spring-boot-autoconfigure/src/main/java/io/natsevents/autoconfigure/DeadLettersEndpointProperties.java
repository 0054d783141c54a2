package io.natsevents.autoconfigure;

import java.util.HashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the endpoint for dead letters.
 */
@ConfigurationProperties("management.endpoint.natsdeadletters")
public class DeadLettersEndpointProperties {

	/**
	 * When to show headers and data of events, which may be personal data.
	 */
	private Show showValues = Show.NEVER;

	/**
	 * Roles of which one is needed to be shown headers and data of events. When empty,
	 * all authenticated users are.
	 */
	private final Set<String> roles = new HashSet<>();

	public Show getShowValues() {
		return this.showValues;
	}

	public void setShowValues(Show showValues) {
		this.showValues = showValues;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

}
