package io.natsevents.observe;

import io.natsevents.deadletter.DeadLetterParking;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether dead letters are being refused. The events stay where they are meanwhile.
 */
public final class DeadLettersHealthIndicator extends AbstractHealthIndicator {

	private final DeadLetterParking parking;

	public DeadLettersHealthIndicator(DeadLetterParking parking) {
		super("The state of dead letters could not be determined");
		this.parking = parking;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		String refusal = this.parking.refusal();
		if (refusal != null) {
			builder.down().withDetail("reason", refusal);
		}
		else {
			builder.up();
		}
	}

}
