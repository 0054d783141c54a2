package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * Answers as it was told to.
 */
final class TestQuestions implements WaitingQuestions {

	private @Nullable StreamSnapshot stream;

	private @Nullable WaitingCount count;

	void answer(@Nullable StreamSnapshot stream, @Nullable WaitingCount count) {
		this.stream = stream;
		this.count = count;
	}

	@Override
	public @Nullable StreamSnapshot stream() {
		return this.stream;
	}

	@Override
	public @Nullable WaitingCount behind(long sequence, ConsumerProgress consumer) {
		return this.count;
	}

}
