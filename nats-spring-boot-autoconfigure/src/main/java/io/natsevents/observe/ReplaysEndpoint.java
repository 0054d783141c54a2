package io.natsevents.observe;

import io.natsevents.replay.EventReplay;
import io.natsevents.replay.Replay;
import io.natsevents.replay.ReplayRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Endpoint to give a listener a part of its stream once more.
 */
@WebEndpoint(id = "natsreplays")
@RegisterReflectionForBinding({ ReplayDescriptor.class, ReplayDescriptor.ReplaysDescriptor.class,
		ErrorDescriptor.class })
public final class ReplaysEndpoint {

	private final EventReplay replays;

	/**
	 * Create the endpoint.
	 * @param replays the replays
	 */
	public ReplaysEndpoint(EventReplay replays) {
		this.replays = replays;
	}

	/**
	 * Begin a replay. The body of a request can hold texts only, so several types or
	 * organizations are one text, separated by commas.
	 * @return the replay that was begun, or an error
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> start(@Nullable String listener, @Nullable String from,
			@Nullable String to, @Nullable String firstSequence, @Nullable String lastSequence, @Nullable String types,
			@Nullable String organizations, @Nullable String ratePerSecond, @Nullable String retainedOnly) {
		return EndpointAnswer.of(() -> {
			ReplayRequest request = new ReplayRequest((listener != null) ? listener : "",
					EndpointParameters.time("from", from), EndpointParameters.time("to", to),
					sequence("firstSequence", firstSequence), sequence("lastSequence", lastSequence),
					EndpointParameters.entries("types", types),
					EndpointParameters.entries("organizations", organizations), EndpointParameters.rate(ratePerSecond),
					EndpointParameters.flag("retainedOnly", retainedOnly));
			return new WebEndpointResponse<>(ReplayDescriptor.of(this.replays.start(request)), EndpointAnswer.ACCEPTED);
		});
	}

	private static long sequence(String name, @Nullable String text) {
		long sequence = (text != null) ? EndpointParameters.number(name, text) : 0;
		if (text != null && sequence < 1) {
			throw new IllegalArgumentException("sequences begin with 1, but " + name + " is " + sequence);
		}
		return sequence;
	}

	/**
	 * List replays.
	 * @return those that run, here and elsewhere, and the last that have ended here
	 */
	@ReadOperation
	public ReplayDescriptor.ReplaysDescriptor list() {
		return new ReplayDescriptor.ReplaysDescriptor(this.replays.all().stream().map(ReplayDescriptor::of).toList());
	}

	/**
	 * Show a replay.
	 * @param id its id
	 * @return how it is now, or an error
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> find(@Selector String id) {
		return this.replays.find(id).map(ReplaysEndpoint::found).orElseGet(() -> unknown(id));
	}

	/**
	 * Cancel a replay.
	 * @param id its id
	 * @return how it is now, or an error
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> cancel(@Selector String id) {
		return EndpointAnswer
			.of(() -> this.replays.cancel(id).map(ReplaysEndpoint::found).orElseGet(() -> unknown(id)));
	}

	private static WebEndpointResponse<OperationResponseBody> found(Replay replay) {
		return new WebEndpointResponse<>(ReplayDescriptor.of(replay));
	}

	private static WebEndpointResponse<OperationResponseBody> unknown(String id) {
		return EndpointAnswer
			.error("There is no replay '" + id + "' into a listener of this application; each instance remembers the"
					+ " last 100 that have ended there", WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
