package io.natsevents.benchmark.cases;

import java.util.List;
import java.util.concurrent.Callable;

import io.nats.client.Connection;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.benchmark.bare.BarePublisher;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.ProcessCost;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Side;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.publish.EventPublisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Both publishers on one stream, which is emptied before each round.
 */
final class PublishContest {

	private static final String STREAM = "AUTH_EVENTS";

	private final Connection connection;

	private final EventPublisher ours;

	private final BarePublisher bare;

	PublishContest(Workbench workbench) throws Exception {
		ConfigurableApplicationContext application = workbench.application(PlainApplication.class);
		this.ours = application.getBean(EventPublisher.class);
		this.connection = workbench.connect();
		this.bare = new BarePublisher(this.connection, new BareEvents(application.getBean(JsonMapper.class)));
	}

	/**
	 * Have both publish.
	 * @param events how many events a round has
	 */
	Contest of(int events, Publishing<EventPublisher> ours, Publishing<BarePublisher> bare) {
		return new Contest(ours(events, ours), side(events, this.bare, bare));
	}

	/**
	 * A side that publishes with the starter.
	 */
	Side ours(int events, Publishing<EventPublisher> publishing) {
		return side(events, this.ours, publishing);
	}

	private <P> Side side(int events, P publisher, Publishing<P> publishing) {
		return side(events, () -> {
			ProcessCost before = ProcessCost.now();
			publishing.publish(publisher, events);
			return before.eventsPerSecond(events);
		});
	}

	/**
	 * A side that publishes in whichever way.
	 * @param events how many events a round has
	 * @param round publishes them
	 */
	Side side(int events, Callable<Sample> round) {
		return () -> {
			this.connection.jetStreamManagement().purgeStream(STREAM);
			Sample sample = round.call();
			long stored = this.connection.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
			if (stored != events) {
				throw new IllegalStateException("Of " + events + " events " + stored + " were stored");
			}
			return List.of(sample);
		};
	}

	/**
	 * Publishes events and waits until all are confirmed.
	 *
	 * @param <P> the publisher
	 */
	@FunctionalInterface
	interface Publishing<P> {

		void publish(P publisher, int events) throws Exception;

	}

}
