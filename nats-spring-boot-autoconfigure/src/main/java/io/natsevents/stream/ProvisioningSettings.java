package io.natsevents.stream;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How the declared streams, or the consumers of listeners, are put on the server.
 *
 * @param mode how far to go
 * @param owner the name of this application, stamped on what it looks after
 * @param timeout how long to go on while the server gives no usable answer, 60 s unless
 * said otherwise
 * @param allowDataLoss whether an update may delete stored events
 * @param singleServer what to do where only one replica is possible
 */
public record ProvisioningSettings(ProvisioningMode mode, String owner, Duration timeout, boolean allowDataLoss,
		SingleServer singleServer) {

	public ProvisioningSettings {
		Assert.hasText(owner, "owner must name this application; set spring.application.name");
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("provisioning.timeout is " + timeout + " but must be more than 0");
		}
	}

	/**
	 * Take the defaults, with {@link ProvisioningMode#UPDATE}.
	 * @param owner the name of this application
	 * @return the settings
	 */
	public static ProvisioningSettings ownedBy(String owner) {
		return new ProvisioningSettings(ProvisioningMode.UPDATE, owner, Duration.ofSeconds(60), false,
				SingleServer.REDUCE_REPLICAS);
	}

	/**
	 * Go another way about it.
	 * @param mode how far to go
	 * @return a changed copy
	 */
	public ProvisioningSettings withMode(ProvisioningMode mode) {
		return new ProvisioningSettings(mode, this.owner, this.timeout, this.allowDataLoss, this.singleServer);
	}

}
