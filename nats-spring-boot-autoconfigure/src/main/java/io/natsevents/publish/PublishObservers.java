package io.natsevents.publish;

import java.util.List;

/**
 * Tells several observers.
 */
record PublishObservers(List<PublishObserver> observers) implements PublishObserver {

	@Override
	public void published(String type, PublishReceipt receipt, long nanos) {
		this.observers.forEach((observer) -> observer.published(type, receipt, nanos));
	}

	@Override
	public void failed(String type, EventPublishException exception, long nanos) {
		this.observers.forEach((observer) -> observer.failed(type, exception, nanos));
	}

	@Override
	public void retried(String type) {
		this.observers.forEach((observer) -> observer.retried(type));
	}

	@Override
	public void streamWentBack(StreamWentBack found) {
		this.observers.forEach((observer) -> observer.streamWentBack(found));
	}

}
