package io.natsevents.publish;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;

import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.Status;
import io.natsevents.publish.PublishReply.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublishReply}.
 */
class PublishReplyTests {

	private static Message answer(String json) {
		return NatsMessage.builder().subject("_INBOX.1").data(json.getBytes(StandardCharsets.UTF_8)).build();
	}

	@Test
	void confirmationIsStored() {
		PublishReply reply = PublishReply.of(answer("{\"stream\":\"AUTH_EVENTS\",\"seq\":7,\"duplicate\":true}"), null);
		assertThat(reply.kind()).isEqualTo(Kind.STORED);
		assertThat(reply.confirmation()).isEqualTo(new PublishConfirmation("AUTH_EVENTS", 7, true, null));
	}

	@ParameterizedTest
	@CsvSource({ "400,10054,REFUSED", "400,10071,REFUSED", "409,10158,UNANSWERED", "404,10059,REFUSED",
			"503,10008,NO_RESPONDERS", "429,10167,REFUSED_FOR_NOW", "500,10077,REFUSED_FOR_NOW",
			"503,10023,REFUSED_FOR_NOW" })
	void meaningOfAServerError(int code, int errorCode, Kind kind) {
		PublishReply reply = PublishReply.of(
				answer("{\"error\":{\"code\":%d,\"err_code\":%d,\"description\":\"no\"}}".formatted(code, errorCode)),
				null);
		assertThat(reply.kind()).isEqualTo(kind);
		assertThat(reply.errorCode()).isEqualTo(errorCode);
		assertThat(reply.error()).contains("no").contains(String.valueOf(errorCode));
	}

	@Test
	void noRespondersIsToldByTheClientAsAnException() {
		PublishReply reply = PublishReply.of(null, new JetStreamStatusException(new Status(503, "No Responders")));
		assertThat(reply.kind()).isEqualTo(Kind.NO_RESPONDERS);
	}

	@Test
	void noAnswerIsUnanswered() {
		assertThat(PublishReply.of(null, new TimeoutException("late")).kind()).isEqualTo(Kind.UNANSWERED);
		assertThat(PublishReply.of(null, null).kind()).isEqualTo(Kind.UNANSWERED);
	}

	@Test
	void answerThatIsNoConfirmationIsUnanswered() {
		assertThat(PublishReply.of(answer("{\"hello\":1}"), null).kind()).isEqualTo(Kind.UNANSWERED);
		assertThat(PublishReply.of(answer("hello"), null).kind()).isEqualTo(Kind.UNANSWERED);
	}

}
