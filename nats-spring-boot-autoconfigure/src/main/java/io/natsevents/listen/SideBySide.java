package io.natsevents.listen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does the same with several things at the same time, and waits until it is done with
 * all.
 */
final class SideBySide {

	private SideBySide() {
	}

	/**
	 * Do it on a thread of its own for each, and return when all are done.
	 * @param <T> type of the things
	 * @param action what to do; ends by itself
	 * @param name names the threads
	 */
	static <T> void run(Collection<? extends T> things, Consumer<T> action, Function<T, String> name) {
		List<CompletableFuture<Void>> running = new ArrayList<>();
		for (T thing : things) {
			CompletableFuture<Void> done = new CompletableFuture<>();
			running.add(done);
			Thread thread = new Thread(() -> {
				try {
					action.accept(thing);
				}
				finally {
					done.complete(null);
				}
			}, name.apply(thing));
			thread.start();
		}
		CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
	}

}
