package io.natsevents.observe;

import java.util.Set;
import java.util.function.Supplier;

import io.natsevents.deadletter.DeadLetterContent;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterQuery;
import io.natsevents.deadletter.DeadLetters;
import io.natsevents.deadletter.DiscardResult;
import io.natsevents.deadletter.UnknownDeadLetterException;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Endpoint to look at dead letters, count and discard them. What may be personal data
 * (headers and data of an event) is shown only when it is configured.
 */
@WebEndpoint(id = "natsdeadletters")
@RegisterReflectionForBinding({ DeadLetterDescriptor.class, DeadLetterDescriptor.PageDescriptor.class,
		DeadLettersEndpoint.CountDescriptor.class, DeadLettersEndpoint.DiscardDescriptor.class, ErrorDescriptor.class })
public final class DeadLettersEndpoint {

	private final DeadLetters deadLetters;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create the endpoint.
	 * @param deadLetters the dead letters
	 * @param showValues when to show headers and data of an event
	 * @param roles who may see them, when it depends on that
	 */
	public DeadLettersEndpoint(DeadLetters deadLetters, Show showValues, Set<String> roles) {
		this.deadLetters = deadLetters;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Browse or count.
	 * @param count {@code true} to count only
	 * @return a page, a count, or an error
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> browse(@Nullable String stream, @Nullable String durable,
			@Nullable String type, @Nullable String organization, @Nullable String reason, @Nullable String from,
			@Nullable String until, @Nullable String limit, @Nullable String after, @Nullable String count) {
		return answer(() -> {
			DeadLetterQuery query = EndpointParameters.query(stream, durable, type, organization, reason, from, until)
				.limit(EndpointParameters.limit(limit))
				.after(EndpointParameters.after(after));
			return EndpointParameters.flag("count", count) ? new CountDescriptor(this.deadLetters.count(query))
					: DeadLetterDescriptor.page(this.deadLetters.browse(query));
		});
	}

	/**
	 * Show one.
	 * @param id id of the dead letter
	 * @return the dead letter or an error
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> find(SecurityContext security, @Selector String id) {
		return answer(() -> {
			DeadLetterId parsed = DeadLetterId.parse(id);
			if (this.showValues.isShown(security, this.roles)) {
				DeadLetterContent content = this.deadLetters.content(parsed)
					.orElseThrow(() -> new UnknownDeadLetterException(parsed));
				return DeadLetterDescriptor.of(content);
			}
			return this.deadLetters.find(parsed)
				.map(DeadLetterDescriptor::of)
				.orElseThrow(() -> new UnknownDeadLetterException(parsed));
		});
	}

	/**
	 * Discard one.
	 * @param id id of the dead letter
	 * @param because why
	 * @return how many were discarded, or an error
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> discard(@Selector String id, @Nullable String because) {
		return answer(() -> {
			this.deadLetters.discard(DeadLetterId.parse(id), EndpointParameters.because(because));
			return new DiscardDescriptor(1, 0);
		});
	}

	/**
	 * Discard all that meet at least one condition.
	 * @param because why
	 * @return how many were discarded, or an error
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> discardAll(@Nullable String stream, @Nullable String durable,
			@Nullable String type, @Nullable String organization, @Nullable String reason, @Nullable String from,
			@Nullable String until, @Nullable String because) {
		return answer(() -> {
			DeadLetterQuery query = EndpointParameters.query(stream, durable, type, organization, reason, from, until);
			if (query.equals(DeadLetterQuery.all())) {
				throw new IllegalArgumentException(
						"say which ones: by stream, durable, type, organization, reason, from or"
								+ " until; everything at once cannot be discarded here");
			}
			DiscardResult result = this.deadLetters.discardAll(query, EndpointParameters.because(because));
			return new DiscardDescriptor(result.discarded(), result.skipped());
		});
	}

	private static WebEndpointResponse<OperationResponseBody> answer(Supplier<OperationResponseBody> operation) {
		return EndpointAnswer.of(() -> new WebEndpointResponse<>(operation.get()));
	}

	/**
	 * How many dead letters there are.
	 *
	 * @param count the number
	 */
	public record CountDescriptor(long count) implements OperationResponseBody {
	}

	/**
	 * What became of dead letters that were to be discarded.
	 *
	 * @param discarded how many are gone
	 * @param skipped how many stay because somebody else is at them
	 */
	public record DiscardDescriptor(long discarded, long skipped) implements OperationResponseBody {
	}

}
