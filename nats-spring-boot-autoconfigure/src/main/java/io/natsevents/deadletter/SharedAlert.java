package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.natsevents.deadletter.StoredAlert.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The one alert of all instances. Whoever writes a change first tells everybody; the
 * others see that it was written.
 * <p>
 * Each step is written down before the next, so that another instance takes over what one
 * that died has begun. Between a step and the writing of it, it is done twice.
 */
final class SharedAlert {

	/** Well before the message becomes too old for its stream, which is a day. */
	private static final Duration WRITE_AGAIN_AFTER = Duration.ofHours(6);

	private final AlertStore store;

	private final AlertAnnouncement announcement;

	private final DeadLetterLimits limits;

	private final String application;

	private final String instance;

	private final Duration takeOverAfter;

	private final InstantSource clock;

	private @Nullable StoredAlert known;

	/** By this instance's clock only; those of others may differ. */
	private Instant knownSince;

	/**
	 * Take part.
	 * @param store where the alert is
	 * @param announcement tells others
	 * @param limits the limits of this application
	 * @param application name of this application
	 * @param instance names this instance among all
	 * @param takeOverAfter how long another instance has for telling
	 * @param clock tells the time
	 */
	SharedAlert(AlertStore store, AlertAnnouncement announcement, DeadLetterLimits limits, String application,
			String instance, Duration takeOverAfter, InstantSource clock) {
		this.store = store;
		this.announcement = announcement;
		this.limits = limits;
		this.application = application;
		this.instance = instance;
		this.takeOverAfter = takeOverAfter;
		this.clock = clock;
		this.knownSince = clock.instant();
	}

	/**
	 * Compare what is shared with the dead letters there are, and tell others about a
	 * change nobody has told yet.
	 * @param numbers the dead letters
	 * @throws DeadLettersUnavailableException when the server does not answer or refuses
	 * @throws InterruptedException when interrupted
	 */
	void update(DeadLetterNumbers numbers) throws InterruptedException {
		AlertStore.Found found = this.store.read();
		if (found.alert() != null) {
			know(found.alert());
		}
		StoredAlert current = this.known;
		DeadLetterAlert change = change(numbers);
		if (change != null) {
			current = write(new StoredAlert(change, Progress.DECIDED, this.instance, 0, change.since()),
					found.sequence());
		}
		else if (current != null && isToBeToldByThis(current)) {
			current = holds(current) ? current : write(current.heldBy(this.instance), found.sequence());
		}
		else {
			if (current != null && isToBeWrittenAgain(current, found)) {
				write(current, found.sequence());
			}
			return;
		}
		if (current != null) {
			tell(current);
		}
	}

	/**
	 * What would change by these numbers, as far as this instance knows.
	 */
	@Nullable DeadLetterAlert change(DeadLetterNumbers numbers) {
		return DeadLetterAlert.change((this.known != null) ? this.known.alert() : null, numbers, this.limits,
				this.application, this.clock.instant());
	}

	/**
	 * The alert that is raised, as this instance saw it last.
	 */
	@Nullable DeadLetterAlert raised() {
		StoredAlert current = this.known;
		return (current != null && current.alert().isRaised()) ? current.alert() : null;
	}

	private void tell(StoredAlert written) throws InterruptedException {
		StoredAlert current = written;
		if (current.progress() == Progress.DECIDED) {
			this.announcement.log(current.alert());
			current = write(current.progress(Progress.LOGGED), current.sequence());
		}
		if (current != null && current.progress() == Progress.LOGGED && this.announcement.post(current.alert())) {
			write(current.progress(Progress.NOTIFIED), current.sequence());
		}
	}

	private boolean isToBeToldByThis(StoredAlert current) {
		boolean open = current.progress() == Progress.DECIDED
				|| (current.progress() == Progress.LOGGED && this.announcement.hasWebhook());
		return open && (holds(current) || !this.knownSince.plus(this.takeOverAfter).isAfter(this.clock.instant()));
	}

	private boolean holds(StoredAlert current) {
		return current.holder().equals(this.instance);
	}

	/**
	 * Without its message an alert that is raised would be raised anew.
	 */
	private boolean isToBeWrittenAgain(StoredAlert current, AlertStore.Found found) {
		return current.alert().isRaised()
				&& (found.alert() == null || current.storedAt().plus(WRITE_AGAIN_AFTER).isBefore(this.clock.instant()));
	}

	private @Nullable StoredAlert write(StoredAlert alert, long sequence) {
		StoredAlert written = this.store.write(alert, sequence);
		if (written != null) {
			know(written);
		}
		return written;
	}

	private void know(StoredAlert found) {
		StoredAlert before = this.known;
		if (before == null || before.sequence() != found.sequence()) {
			this.knownSince = this.clock.instant();
		}
		this.known = found;
	}

}
