package io.natsevents.observe;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.natsevents.observe.DeadLettersEndpoint.ErrorDescriptor;
import io.natsevents.replay.EventReplay;
import io.natsevents.replay.Replay;
import io.natsevents.replay.ReplayRefusedException;
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
		DeadLettersEndpoint.ErrorDescriptor.class })
public final class ReplaysEndpoint {

	private static final int ACCEPTED = 202;

	private static final int CONFLICT = 409;

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
		return answer(() -> {
			ReplayRequest request = new ReplayRequest((listener != null) ? listener : "",
					DeadLetterParameters.time("from", from), DeadLetterParameters.time("to", to),
					sequence("firstSequence", firstSequence), sequence("lastSequence", lastSequence),
					list("types", types), list("organizations", organizations),
					DeadLetterParameters.rate(ratePerSecond), DeadLetterParameters.flag("retainedOnly", retainedOnly));
			return new WebEndpointResponse<>(ReplayDescriptor.of(this.replays.start(request)), ACCEPTED);
		});
	}

	private static long sequence(String name, @Nullable String text) {
		long sequence = (text != null) ? DeadLetterParameters.number(name, text) : 0;
		if (text != null && sequence < 1) {
			throw new IllegalArgumentException("sequences begin with 1, but " + name + " is " + sequence);
		}
		return sequence;
	}

	/**
	 * What was meant to narrow the range and names nothing, as an empty variable of a
	 * shell does, must not widen it to everything.
	 */
	private static List<String> list(String name, @Nullable String text) {
		if (text == null) {
			return List.of();
		}
		List<String> entries = Arrays.stream(text.split(","))
			.map(String::strip)
			.filter((entry) -> !entry.isEmpty())
			.toList();
		if (entries.isEmpty()) {
			throw new IllegalArgumentException(name + " names none; leave it out for all of them");
		}
		return entries;
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
		return answer(() -> this.replays.cancel(id).map(ReplaysEndpoint::found).orElseGet(() -> unknown(id)));
	}

	private static WebEndpointResponse<OperationResponseBody> found(Replay replay) {
		return new WebEndpointResponse<>(ReplayDescriptor.of(replay));
	}

	private static WebEndpointResponse<OperationResponseBody> unknown(String id) {
		return error("There is no replay '" + id + "' into a listener of this application; each instance remembers the"
				+ " last 100 that have ended there", WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static WebEndpointResponse<OperationResponseBody> answer(
			Supplier<WebEndpointResponse<OperationResponseBody>> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException ex) {
			return error(ex.getMessage(), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (ReplayRefusedException ex) {
			return error(ex.getMessage(),
					ex.isUnavailable() ? WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE : CONFLICT);
		}
	}

	private static WebEndpointResponse<OperationResponseBody> error(@Nullable String message, int status) {
		return new WebEndpointResponse<>(new ErrorDescriptor(String.valueOf(message)), status);
	}

}
