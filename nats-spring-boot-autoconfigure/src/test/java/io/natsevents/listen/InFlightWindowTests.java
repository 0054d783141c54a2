package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link InFlightWindow}.
 */
class InFlightWindowTests {

	@ParameterizedTest
	@CsvSource({ "500,1,2", "500,8,16", "4,8,4", "1,1,1" })
	void beginsWithTwoForEachHandlerWhileTheSpeedIsUnknown(int limit, int concurrency, int size) {
		assertThat(window(limit, concurrency).size()).isEqualTo(size);
	}

	@ParameterizedTest
	@CsvSource({
			// limit, concurrency, milliseconds per event, what 30 s of ack-wait allow
			"500,1,1,500", "500,1,100,300", "500,4,1000,120", "500,1,10000,3", "500,4,60000,4", "20,1,100,20" })
	void isWhatCanBeHandledWithinAckWait(int limit, int concurrency, long millis, int size) {
		InFlightWindow window = window(limit, concurrency);
		window.handled(TimeUnit.MILLISECONDS.toNanos(millis));
		assertThat(window.size()).isEqualTo(size);
	}

	@ParameterizedTest
	@CsvSource({ "1,19,0,false", "1,20,0,true", "1,25,6,false", "1,26,6,true", "8,159,0,false", "8,160,0,true" })
	void isWellFilledWhenEachHandlerHasTwentyToBegin(int concurrency, int held, int blocked, boolean wellFilled) {
		InFlightWindow window = window(500, concurrency);
		for (int i = 0; i < held; i++) {
			window.enter();
		}
		window.blocked(blocked);
		assertThat(window.isWellFilled()).isEqualTo(wellFilled);
	}

	@Test
	void shrinksWithHandlersThatBecomeSlowAndGrowsAgain() {
		InFlightWindow window = window(500, 1);
		window.handled(TimeUnit.MILLISECONDS.toNanos(1));
		for (int i = 0; i < 100; i++) {
			window.handled(TimeUnit.SECONDS.toNanos(1));
		}
		assertThat(window.size()).isBetween(30, 31);
		for (int i = 0; i < 200; i++) {
			window.handled(TimeUnit.MILLISECONDS.toNanos(1));
		}
		assertThat(window.size()).isEqualTo(500);
	}

	@Test
	void handlerThatTakesNoTimeIsNoDivisionByZero() {
		InFlightWindow window = window(500, 1);
		window.handled(0);
		assertThat(window.size()).isEqualTo(500);
	}

	@Test
	void asksForHalfAndForNothingBeforeHalfIsFree() {
		InFlightWindow window = window(10, 5);
		assertThat(window.room()).isEqualTo(5);
		enter(window, 5);
		assertThat(window.room()).isEqualTo(5);
		enter(window, 1);
		assertThat(window.room()).isZero();
		enter(window, 4);
		assertThat(window.room()).isZero();
		window.leave();
		assertThat(window.held()).isEqualTo(9);
	}

	@Test
	void sizeOfOneAsksForOneAtATime() {
		InFlightWindow window = window(1, 1);
		assertThat(window.room()).isEqualTo(1);
		enter(window, 1);
		assertThat(window.room()).isZero();
		window.leave();
		assertThat(window.room()).isEqualTo(1);
	}

	@Test
	void freeHandlersOfASlowListenerAreNotKeptWaitingForHalfOfTheWindow() {
		InFlightWindow window = window(500, 3);
		window.handled(TimeUnit.MINUTES.toNanos(1));
		assertThat(window.size()).isEqualTo(3);
		enter(window, 2);
		assertThat(window.room()).isEqualTo(1);
	}

	@Test
	void moreHeldThanTheWindowHasShrunkToIsNoRoom() {
		InFlightWindow window = window(500, 1);
		enter(window, 50);
		window.handled(TimeUnit.MINUTES.toNanos(1));
		assertThat(window.room()).isZero();
	}

	@Test
	void whoWaitsForRoomIsWokenWhenThereIsSome() {
		InFlightWindow window = window(1, 1);
		enter(window, 1);
		CompletableFuture<Integer> room = CompletableFuture
			.supplyAsync(() -> window.awaitRoom(TimeUnit.SECONDS.toNanos(30)));
		await().during(Duration.ofMillis(50)).until(() -> !room.isDone());
		window.leave();
		assertThat(room).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(1);
	}

	@Test
	void waitingForRoomEndsInTime() {
		InFlightWindow window = window(1, 1);
		enter(window, 1);
		assertThat(window.awaitRoom(TimeUnit.MILLISECONDS.toNanos(5))).isZero();
	}

	private static InFlightWindow window(int limit, int concurrency) {
		return new InFlightWindow(limit, concurrency, Duration.ofSeconds(30));
	}

	private static void enter(InFlightWindow window, int count) {
		for (int i = 0; i < count; i++) {
			window.enter();
		}
	}

}
