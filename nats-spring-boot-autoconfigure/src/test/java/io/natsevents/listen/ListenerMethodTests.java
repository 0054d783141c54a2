package io.natsevents.listen;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.nats.client.Message;
import io.natsevents.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ListenerMethod}.
 */
class ListenerMethodTests {

	private static final Type LIST_OF_USERS = new ParameterizedTypeReference<List<User>>() {
	}.getType();

	private static final Type USERS_BY_NAME = new ParameterizedTypeReference<Map<String, User>>() {
	}.getType();

	@ParameterizedTest
	@ValueSource(strings = { "data", "event", "dataAndEvent", "everything", "stage", "future", "dataBatch",
			"eventBatch", "bothBatches", "batchWithAcknowledgement" })
	void dataTypeIsFoundWhereverItStands(String method) {
		assertThat(inspect(method).dataType()).isEqualTo(User.class);
	}

	@ParameterizedTest
	@CsvSource({ "data,false", "event,false", "everything,false", "listAsPayload,false", "eventOfAList,false",
			"nothing,false", "dataBatch,true", "eventBatch,true", "bothBatches,true", "batchWithAcknowledgement,true",
			"rawBatch,true" })
	void listIsABatchUnlessItIsThePayload(String method, boolean batch) {
		assertThat(inspect(method).batch()).isEqualTo(batch);
	}

	@Test
	void genericTypesOfDataAreKept() {
		assertThat(inspect("listAsPayload").dataType()).isEqualTo(LIST_OF_USERS);
		assertThat(inspect("eventOfAList").dataType()).isEqualTo(LIST_OF_USERS);
		assertThat(inspect("map").dataType()).isEqualTo(USERS_BY_NAME);
		assertThat(inspect("eventOfAMap").dataType()).isEqualTo(USERS_BY_NAME);
		assertThat(inspect("mapBatch").dataType()).isEqualTo(USERS_BY_NAME);
		assertThat(inspect("eventOfAMapBatch").dataType()).isEqualTo(USERS_BY_NAME);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "onlyDelivery", "rawEvent", "eventOfAnything", "rawBatch" })
	void withoutADataTypeDataIsReadAsItComes(String method) {
		assertThat(inspect(method).dataType()).isEqualTo(Object.class);
	}

	@Test
	void typeVariableIsBoundByTheClassOfTheBean() throws NoSuchMethodException {
		Method method = Generic.class.getDeclaredMethod("on", Object.class, Event.class);
		assertThat(ListenerMethod.inspect("users.on", method, UserHandler.class).dataType()).isEqualTo(User.class);
		assertThat(ListenerMethod.inspect("users.on", method, UsersHandler.class).dataType()).isEqualTo(USERS_BY_NAME);
	}

	@Test
	void onlyParametersOfDataAreDataParameters() {
		assertThat(inspect("everything").dataParameters()).extracting((parameter) -> parameter.getParameterIndex())
			.containsExactly(0, 1);
	}

	@ParameterizedTest
	@CsvSource({ "returnsText,it returns java.lang.String", "returnsNumber,it returns int",
			"returnsEvent,it returns io.natsevents.event.Event", "async,it is @Async",
			"twoTypes,both as io.natsevents.listen.ListenerMethodTests$User and as java.lang.String",
			"eventOfAnotherType,both as io.natsevents.listen.ListenerMethodTests$User and as java.lang.String",
			"batchAndSingle,it takes a batch", "batchWithContext,it takes a batch", "batchWithHeader,it takes a batch",
			"batchWithMessage,it takes a batch" })
	void mistakeNamesBeanAndMethodAndWhatToDo(String method, String problem) {
		assertThatExceptionOfType(ListenerConfigurationException.class).isThrownBy(() -> inspect(method))
			.withMessageStartingWith("Listener users." + method + ": ")
			.withMessageContaining(problem)
			.satisfies((failure) -> assertThat(failure.getListener()).isEqualTo("users." + method));
	}

	@Test
	void methodOfAnAsyncClassIsRefused() throws NoSuchMethodException {
		Method method = AsyncHandler.class.getDeclaredMethod("on", User.class);
		assertThatExceptionOfType(ListenerConfigurationException.class)
			.isThrownBy(() -> ListenerMethod.inspect("users.on", method, AsyncHandler.class))
			.withMessageContaining("@Async");
	}

	private static ListenerMethod inspect(String name) {
		Method method = Arrays.stream(Handlers.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return ListenerMethod.inspect("users." + name, method, Handlers.class);
	}

	record User(String name) {
	}

	@SuppressWarnings({ "rawtypes", "unused" }) // only their signatures count
	static class Handlers {

		void data(User user) {
		}

		void event(Event<User> event) {
		}

		void dataAndEvent(User user, Event<User> event) {
		}

		void everything(User user, Event<User> event, DeliveryContext context, Acknowledgement acknowledgement,
				Message message, @Header("a") String header, @Headers Map<String, Object> headers) {
		}

		CompletionStage<Void> stage(User user) {
			return CompletableFuture.completedFuture(null);
		}

		CompletableFuture<String> future(User user) {
			return CompletableFuture.completedFuture("");
		}

		void dataBatch(List<User> users) {
		}

		void eventBatch(List<Event<User>> events) {
		}

		void bothBatches(List<User> users, List<Event<User>> events) {
		}

		void batchWithAcknowledgement(List<User> users, Acknowledgement acknowledgement) {
		}

		void rawBatch(List events) {
		}

		void listAsPayload(@Payload List<User> users) {
		}

		void eventOfAList(Event<List<User>> event) {
		}

		void map(Map<String, User> users) {
		}

		void eventOfAMap(Event<Map<String, User>> event) {
		}

		void mapBatch(List<Map<String, User>> users) {
		}

		void eventOfAMapBatch(List<Event<Map<String, User>>> events) {
		}

		void nothing() {
		}

		void onlyDelivery(DeliveryContext context) {
		}

		void rawEvent(Event event) {
		}

		void eventOfAnything(Event<?> event) {
		}

		String returnsText(User user) {
			return "";
		}

		int returnsNumber(User user) {
			return 1;
		}

		Event<User> returnsEvent(Event<User> event) {
			return event;
		}

		@Async
		void async(User user) {
		}

		void twoTypes(User user, String text) {
		}

		void eventOfAnotherType(User user, Event<String> event) {
		}

		void batchAndSingle(List<User> users, User user) {
		}

		void batchWithContext(List<User> users, DeliveryContext context) {
		}

		void batchWithHeader(List<User> users, @Header("a") String header) {
		}

		void batchWithMessage(List<User> users, Message message) {
		}

	}

	static class Generic<T> {

		void on(T data, Event<T> event) {
		}

	}

	static class UserHandler extends Generic<User> {

	}

	static class UsersHandler extends Generic<Map<String, User>> {

	}

	@Async
	static class AsyncHandler {

		void on(User user) {
		}

	}

}
