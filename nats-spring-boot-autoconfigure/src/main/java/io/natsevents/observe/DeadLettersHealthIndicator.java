package io.natsevents.observe;

import io.natsevents.deadletter.DeadLetterAlert;
import io.natsevents.deadletter.DeadLetterLook;
import io.natsevents.deadletter.DeadLetterNumbers;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether dead letters are being refused, the events staying where they are
 * meanwhile; and how many dead letters there were at the last look.
 */
public final class DeadLettersHealthIndicator extends AbstractHealthIndicator {

	private final DeadLetterParking parking;

	private final @Nullable DeadLetterWatch watch;

	private final boolean outOfService;

	/**
	 * Create the indicator.
	 * @param parking knows whether dead letters are refused
	 * @param watch looks at the dead letters, or {@code null} when nothing does
	 * @param outOfService whether to be out of service while an alert is raised
	 */
	public DeadLettersHealthIndicator(DeadLetterParking parking, @Nullable DeadLetterWatch watch,
			boolean outOfService) {
		super("The state of dead letters could not be determined");
		this.parking = parking;
		this.watch = watch;
		this.outOfService = outOfService;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		if (this.watch != null) {
			describe(builder, this.watch.lastLook());
		}
		String refusal = this.parking.refusal();
		if (refusal != null) {
			builder.down().withDetail("reason", refusal);
		}
	}

	private void describe(Health.Builder builder, DeadLetterLook look) {
		DeadLetterNumbers numbers = look.numbers();
		if (numbers != null) {
			builder.withDetail("messages", numbers.messages());
			if (numbers.oldest() != null) {
				builder.withDetail("oldest", numbers.oldest());
			}
		}
		DeadLetterAlert alert = look.alert();
		if (alert != null) {
			builder.withDetail("alertSince", alert.since());
			if (this.outOfService) {
				builder.outOfService().withDetail("reason", "an alert is raised: " + alert);
			}
		}
		if (look.problem() != null) {
			builder.withDetail("problem", look.problem());
		}
	}

}
