package io.natsevents.observe;

import java.util.List;

import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterQuery;
import io.natsevents.deadletter.Redrive;
import io.natsevents.deadletter.RedriveOptions;
import io.natsevents.deadletter.RedriveResult;
import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.deadletter.Redrives;
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
 * Endpoint to have dead letters handled once more.
 */
@WebEndpoint(id = "natsredrives")
@RegisterReflectionForBinding({ RedriveDescriptor.class, RedriveDescriptor.RedrivesDescriptor.class,
		RedriveDescriptor.ResultDescriptor.class, ErrorDescriptor.class })
public final class RedrivesEndpoint {

	private final Redrives redrives;

	/**
	 * Create the endpoint.
	 * @param redrives the redrives
	 */
	public RedrivesEndpoint(Redrives redrives) {
		this.redrives = redrives;
	}

	/**
	 * Redrive one dead letter and wait for its outcome, or begin to redrive several. The
	 * body of a request can hold texts only, so ids are one text.
	 * @param ids ids of dead letters, separated by commas; without them the conditions
	 * tell
	 * @return the outcome, the redrive that was begun, or an error
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> start(@Nullable String ids, @Nullable String stream,
			@Nullable String durable, @Nullable String type, @Nullable String organization, @Nullable String reason,
			@Nullable String from, @Nullable String until, @Nullable String dryRun, @Nullable String ratePerSecond,
			@Nullable String force) {
		return EndpointAnswer.of(() -> {
			RedriveOptions options = new RedriveOptions(EndpointParameters.flag("dryRun", dryRun),
					EndpointParameters.rate(ratePerSecond), EndpointParameters.flag("force", force));
			DeadLetterQuery query = EndpointParameters.query(stream, durable, type, organization, reason, from, until);
			if (ids == null) {
				return start(query, options);
			}
			if (!query.equals(DeadLetterQuery.all())) {
				throw new IllegalArgumentException("give either ids or conditions, not both");
			}
			return start(parse(ids), options);
		});
	}

	private WebEndpointResponse<OperationResponseBody> start(DeadLetterQuery query, RedriveOptions options) {
		if (query.equals(DeadLetterQuery.all())) {
			throw new IllegalArgumentException("say which ones: by ids, or by stream, durable, type, organization,"
					+ " reason, from or until; everything at once cannot be redriven here");
		}
		return new WebEndpointResponse<>(RedriveDescriptor.of(this.redrives.start(query, options)),
				EndpointAnswer.ACCEPTED);
	}

	private WebEndpointResponse<OperationResponseBody> start(List<DeadLetterId> ids, RedriveOptions options) {
		if (ids.size() > 1) {
			return new WebEndpointResponse<>(RedriveDescriptor.of(this.redrives.start(ids, options)),
					EndpointAnswer.ACCEPTED);
		}
		RedriveResult result = this.redrives.redrive(ids.get(0), options);
		return new WebEndpointResponse<>(RedriveDescriptor.of(result), status(result));
	}

	private static List<DeadLetterId> parse(String ids) {
		List<DeadLetterId> parsed = EndpointParameters.entries(ids).stream().map(DeadLetterId::parse).toList();
		if (parsed.isEmpty()) {
			throw new IllegalArgumentException("ids is empty; separate ids by commas");
		}
		return parsed;
	}

	private static int status(RedriveResult result) {
		if (result.outcome() == Outcome.OUTAGE) {
			return WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
		}
		if (result.outcome() == Outcome.SKIPPED) {
			return (result.skipReason() == SkipReason.GONE) ? WebEndpointResponse.STATUS_NOT_FOUND
					: EndpointAnswer.CONFLICT;
		}
		return WebEndpointResponse.STATUS_OK;
	}

	/**
	 * List redrives in the background.
	 * @return those that wait and run, and the last that have ended
	 */
	@ReadOperation
	public RedriveDescriptor.RedrivesDescriptor list() {
		return new RedriveDescriptor.RedrivesDescriptor(
				this.redrives.all().stream().map(RedriveDescriptor::of).toList());
	}

	/**
	 * Show a redrive.
	 * @param id its id
	 * @return how it is now, or an error
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> find(@Selector String id) {
		return this.redrives.find(id).map(RedrivesEndpoint::found).orElseGet(() -> unknown(id));
	}

	/**
	 * Cancel a redrive.
	 * @param id its id
	 * @return how it is now, or an error
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> cancel(@Selector String id) {
		return this.redrives.cancel(id).map(RedrivesEndpoint::found).orElseGet(() -> unknown(id));
	}

	private static WebEndpointResponse<OperationResponseBody> found(Redrive redrive) {
		return new WebEndpointResponse<>(RedriveDescriptor.of(redrive));
	}

	private static WebEndpointResponse<OperationResponseBody> unknown(String id) {
		return EndpointAnswer.error(
				"There is no redrive '" + id + "' in this instance; it forgets all but the last 100 that have ended",
				WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
