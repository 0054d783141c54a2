package io.natsevents.benchmark.peer;

import io.micronaut.context.ApplicationContext;

/**
 * Publishes events from one thread, each of which is confirmed before the next.
 */
final class PublishRound implements Round {

	private final ApplicationContext application;

	private final UserEventClient client;

	private final int events;

	PublishRound(String server, int events) {
		this.application = Applications.start(server);
		this.client = this.application.getBean(UserEventClient.class);
		this.events = events;
	}

	@Override
	public String run() {
		Cost begin = Cost.now();
		for (int i = 0; i < this.events; i++) {
			UserEvent event = UserEvent.created(UserCreated.number(i));
			this.client.created(event.id(), event);
		}
		return Cost.now().since(begin, this.events);
	}

	@Override
	public void close() {
		this.application.close();
	}

}
