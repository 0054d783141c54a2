package io.natsevents.observe;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why an endpoint does not do what was asked.
 *
 * @param error the reason and what to do
 */
public record ErrorDescriptor(String error) implements OperationResponseBody {
}
