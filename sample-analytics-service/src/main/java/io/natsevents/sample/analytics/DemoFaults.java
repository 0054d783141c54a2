package io.natsevents.sample.analytics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Fails on purpose, as the display name of a user tells it to, when {@code demo.faults}
 * is set.
 */
@Component
class DemoFaults {

	private static final Pattern FAULT = Pattern.compile("(poison|crash|flaky-(\\d{1,9})|slow-(\\d{1,9})).*",
			Pattern.DOTALL);

	private static final int CRASH_STATUS = 137;

	private final boolean enabled;

	DemoFaults(@Value("${demo.faults:false}") boolean enabled) {
		this.enabled = enabled;
	}

	void apply(@Nullable String displayName, long deliveryCount) throws InterruptedException {
		if (!this.enabled || displayName == null) {
			return;
		}
		Matcher fault = FAULT.matcher(displayName);
		if (!fault.matches()) {
			return;
		}
		if (fault.group(2) != null) {
			failFirst(Long.parseLong(fault.group(2)), deliveryCount);
		}
		else if (fault.group(3) != null) {
			Thread.sleep(Long.parseLong(fault.group(3)));
		}
		else if (fault.group(1).equals("crash")) {
			Runtime.getRuntime().halt(CRASH_STATUS);
		}
		else {
			throw new IllegalStateException("Poisoned on purpose");
		}
	}

	private static void failFirst(long failures, long deliveryCount) {
		if (deliveryCount <= failures) {
			throw new IllegalStateException(
					"Delivery %d of the %d that fail on purpose".formatted(deliveryCount, failures));
		}
	}

}
