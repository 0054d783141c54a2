package io.natsevents.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.natsevents.event.Event;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ChildJvm;

/**
 * A process that handles events and writes down what it does.
 */
final class OrderInstance {

	private OrderInstance() {
	}

	/**
	 * Start the process.
	 * @param arguments URLs of the servers, the directory of the journals, its name, and
	 * the campaign
	 */
	public static void main(String[] arguments) throws IOException {
		Campaign campaign = Campaign.parse(arguments[3]);
		HandlingJournal journal = new HandlingJournal(Path.of(arguments[1]), arguments[2]);
		application(arguments[0], campaign).property("nats.connection-name", arguments[2])
			.bean(new Orders(campaign, journal, new Random(campaign.seed() + arguments[2].hashCode())))
			.start();
		Files.createFile(ready(Path.of(arguments[1]), arguments[2]));
		ChildJvm.lastAsLongAsParent();
	}

	/**
	 * Is there once the process is at work.
	 */
	static Path ready(Path directory, String name) {
		return directory.resolve(name + ".ready");
	}

	static ChildJvm start(String urls, Path directory, String name, Campaign campaign) {
		return ChildJvm.start(OrderInstance.class, directory.resolve(name + ".log"), List.of("-Xmx256m"),
				List.of(urls, directory.toString(), name, campaign.toString()));
	}

	/**
	 * An application of the campaign, which owns the stream.
	 */
	static BusApplication.Builder application(String urls, Campaign campaign) {
		return BusApplication.at(urls)
			.property("nats.jetstream.listener.ordering", campaign.ordering().name())
			.property("nats.jetstream.listener.concurrency", 8)
			.property("nats.jetstream.listener.ack-wait", "2s")
			.property("nats.jetstream.listener.retry.delay", "20ms")
			.property("nats.jetstream.publisher.retry.max-retries", 20)
			.property("nats.jetstream.publisher.retry.max-duration", "60s")
			.property("nats.jetstream.streams.AUTH_EVENTS.partitions", campaign.partitions());
	}

	static final class Orders {

		private final Campaign campaign;

		private final HandlingJournal journal;

		private final Random random;

		Orders(Campaign campaign, HandlingJournal journal, Random random) {
			this.campaign = campaign;
			this.journal = journal;
			this.random = random;
		}

		@JetStreamListener(value = Campaign.TYPE, id = "orders")
		void on(String data, Event<String> event, DeliveryContext context) throws InterruptedException {
			Load load = Load.parse(data);
			long run = this.journal.begin(load, context);
			if (this.campaign.handlerMillis() > 0) {
				TimeUnit.MILLISECONDS.sleep(this.campaign.handlerMillis());
			}
			if (this.campaign.isPoison(load) || this.random.nextDouble() < this.campaign.failing()) {
				this.journal.end(run, Handling.Outcome.FAILED);
				throw new IllegalStateException("cannot handle " + load);
			}
			this.journal.end(run, Handling.Outcome.DONE);
		}

	}

}
