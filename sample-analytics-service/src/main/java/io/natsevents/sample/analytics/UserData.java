package io.natsevents.sample.analytics;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * What analytics reads of a user's event; a deleted user has no name any more.
 */
record UserData(@NotBlank String userId, @Nullable String displayName) {
}
