package io.natsevents.benchmark.cases;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Tracer;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.HandledEvent;
import io.natsevents.listen.HandledEvents;
import io.natsevents.listen.HandlerChain;
import io.natsevents.listen.HandlerInterceptor;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;

/**
 * A listener works off a backlog with a span around each event, beside the same listener
 * without a tracer.
 * <p>
 * Tracing is Boot's, on OpenTelemetry with its defaults: the trace goes on from the
 * message, one of ten is sampled, none exported. The workbench keeps the tracer from the
 * application of the other side, and from those of all other cases.
 */
public final class ListenObserved implements BenchmarkCase {

	@Override
	public String name() {
		return "listen-observed";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.REPORTED));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		ListenContest contest = Listen.contest(workbench);
		return new Contest(contest.ours(Application.class, Workbench.TRACED), contest.ours(Listen.Application.class));
	}

	static final class Application extends Listen.Application {

		@Bean
		Observing observing(ObservationRegistry observations) {
			return new Observing(observations);
		}

		/**
		 * Without a tracer this would measure nothing, and nobody would see.
		 */
		@Bean
		ApplicationRunner spanCheck(ObservationRegistry observations, Tracer tracer) {
			return (arguments) -> Observation.createNotStarted("span.check", observations)
				.observe(() -> Assert.state(tracer.currentSpan() != null, "An observation opens no span"));
		}

	}

	record Observing(ObservationRegistry observations) implements HandlerInterceptor {

		@Override
		public void intercept(HandledEvents events, HandlerChain chain) throws Exception {
			HandledEvent event = events.single();
			ReceiverContext<HandledEvent> context = new ReceiverContext<>(HandledEvent::header);
			context.setCarrier(event);
			Observation.createNotStarted("event.handling", () -> context, this.observations)
				.lowCardinalityKeyValue("event.type", event.event().type())
				.observeChecked(() -> chain.proceed(events));
		}

	}

}
