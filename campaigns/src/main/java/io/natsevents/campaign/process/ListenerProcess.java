package io.natsevents.campaign.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.deadletter.Redrives;
import io.natsevents.event.Event;
import io.natsevents.listen.Acknowledgement;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.support.BusApplication;

/**
 * A process that handles events and writes down what it does.
 */
public final class ListenerProcess {

	private static final int KILLED = 137;

	private final AtomicLong handled = new AtomicLong();

	private final AtomicInteger slow = new AtomicInteger();

	private final AtomicInteger slowRunning = new AtomicInteger();

	/** Where a handler leaves work to others. */
	private final ExecutorService others = Executors.newCachedThreadPool((task) -> {
		Thread created = new Thread(task, "others");
		created.setDaemon(true);
		return created;
	});

	private final HandlingJournal journal;

	private volatile long slowMillis;

	private ListenerProcess(HandlingJournal journal) {
		this.journal = journal;
	}

	/**
	 * Start the process.
	 * @param arguments URLs of the servers, the directory of the campaign, the name of
	 * this life of the process, and the workloads to listen to
	 */
	public static void main(String[] arguments) {
		Path campaign = Path.of(arguments[1]);
		ListenerProcess process = new ListenerProcess(new HandlingJournal(campaign, arguments[2]));
		BusApplication.Builder builder = CampaignApplication.at(arguments[0], arguments[2]);
		for (Workload workload : CampaignApplication.workloads(arguments[3])) {
			builder.bean(process.listener(workload, arguments[2]));
			if (workload == Workload.ORDERS) {
				builder.bean(new HostileListeners(campaign, arguments[2]));
			}
		}
		BusApplication application = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(application::close, "stop"));
		new StatusFile(campaign, arguments[2], application, () -> 0, process.handled::get, () -> 0, process::slow)
			.start();
		Redriving redriving = new Redriving(application.bean(Redrives.class));
		Commands.obey((words) -> process.obey(words, redriving));
	}

	private Object listener(Workload workload, String instance) {
		return switch (workload) {
			case ORDERS -> orders(instance);
			case ITEMS -> new Items();
			case TASKS -> new Tasks();
		};
	}

	/**
	 * Lives of one process handle them in all the ways there are.
	 */
	private Object orders(String instance) {
		return switch (Math.floorMod(instance.hashCode(), 3)) {
			case 0 -> new Orders();
			case 1 -> new OrdersByHand();
			default -> new OrdersInStages();
		};
	}

	/**
	 * {@code slow <milliseconds> <events>} lets the next handlers take that long,
	 * {@code redrive <id> ...} redrives dead letters.
	 */
	private void obey(String[] words, Redriving redriving) {
		switch (words[0]) {
			case "slow" -> {
				this.slowMillis = Long.parseLong(words[1]);
				this.slow.set(Integer.parseInt(words[2]));
			}
			case "redrive" -> redriving.begin(List.of(words).subList(1, words.length));
			default -> throw new IllegalArgumentException("Unknown command " + words[0]);
		}
	}

	private int slow() {
		// In this order: none is overlooked that has just begun
		int waiting = this.slow.get();
		return waiting + this.slowRunning.get();
	}

	private void handle(Workload workload, Event<String> event, DeliveryContext context) throws InterruptedException {
		Load load = Load.parse(Objects.requireNonNull(event.data()));
		long run = this.journal.begin(workload, load, context);
		switch (load.kind()) {
			case KILLER -> Runtime.getRuntime().halt(KILLED);
			case POISON -> fail(load, run);
			case FAILS_ONCE -> {
				if (context.deliveryCount() == 1) {
					fail(load, run);
				}
			}
			case CURABLE -> {
				if (context.deliveryCount() <= CampaignApplication.DELIVERIES) {
					fail(load, run);
				}
			}
			case GOOD -> beSlow();
		}
		this.journal.end(load, run, true);
		this.handled.incrementAndGet();
	}

	private void beSlow() throws InterruptedException {
		if (this.slow.get() == 0) {
			return;
		}
		this.slowRunning.incrementAndGet();
		try {
			if (this.slow.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				TimeUnit.MILLISECONDS.sleep(this.slowMillis);
			}
		}
		finally {
			this.slowRunning.decrementAndGet();
		}
	}

	private void fail(Load load, long run) {
		this.journal.end(load, run, false);
		throw new IllegalStateException("cannot handle " + load.id());
	}

	private final class Orders {

		@JetStreamListener(value = "auth.order.placed", id = "orders")
		void on(Event<String> event, DeliveryContext context) throws InterruptedException {
			handle(Workload.ORDERS, event, context);
		}

	}

	private final class OrdersByHand {

		@JetStreamListener(value = "auth.order.placed", id = "orders", ackMode = "manual")
		void on(Event<String> event, DeliveryContext context, Acknowledgement acknowledgement)
				throws InterruptedException {
			handle(Workload.ORDERS, event, context);
			if (context.sequence() % 2 == 0) {
				acknowledgement.acknowledge();
			}
			else {
				ListenerProcess.this.others.execute(acknowledgement::acknowledge);
			}
		}

	}

	private final class OrdersInStages {

		@JetStreamListener(value = "auth.order.placed", id = "orders")
		CompletionStage<Void> on(Event<String> event, DeliveryContext context) {
			return CompletableFuture.runAsync(() -> {
				try {
					handle(Workload.ORDERS, event, context);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new IllegalStateException(ex);
				}
			}, ListenerProcess.this.others);
		}

	}

	private final class Items {

		@JetStreamListener(value = "catalog.item.changed", id = "items", ordering = "key")
		void on(Event<String> event, DeliveryContext context) throws InterruptedException {
			handle(Workload.ITEMS, event, context);
		}

	}

	private final class Tasks {

		@JetStreamListener(value = "execution.task.done", id = "tasks", ordering = "cluster")
		void on(Event<String> event, DeliveryContext context) throws InterruptedException {
			handle(Workload.TASKS, event, context);
		}

	}

}
