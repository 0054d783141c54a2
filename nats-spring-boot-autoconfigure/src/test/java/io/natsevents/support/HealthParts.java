package io.natsevents.support;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of an application, part by part.
 */
public final class HealthParts {

	private HealthParts() {
	}

	/**
	 * Ask for the health of all parts, with details.
	 */
	public static Map<String, Health> of(BusApplication application) {
		Map<String, Health> health = new LinkedHashMap<>();
		for (HealthContributors.Entry entry : application.bean(CompositeHealthContributor.class)) {
			health.put(entry.name(), ((HealthIndicator) entry.contributor()).health(true));
		}
		return health;
	}

	/**
	 * Whether every part is up.
	 */
	public static boolean isUp(BusApplication application) {
		return of(application).values().stream().allMatch((part) -> part.getStatus().equals(Status.UP));
	}

}
