package io.natsevents.publish;

import io.natsevents.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Finds the organization of an event that names none, for instance from the logged-in
 * user.
 */
@FunctionalInterface
public interface OrganizationResolver {

	/**
	 * Find the organization.
	 * @param event an event without an organization
	 * @return its organization, or {@code null} to use
	 * {@code publisher.default-organization}
	 */
	@Nullable String resolve(Event<?> event);

}
