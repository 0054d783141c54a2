package io.natsevents.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PublishConfirmation}, whose measure is what the client reads.
 */
class PublishConfirmationTests {

	@ParameterizedTest
	@ValueSource(strings = { "{\"stream\":\"AUTH_EVENTS\",\"seq\":7}", "{\"stream\":\"AUTH_EVENTS\", \"seq\":70}",
			"{\"stream\":\"A\", \"seq\":0}", "{\"stream\":\"\", \"seq\":7}",
			"{\"stream\":\"A\", \"seq\":999999999999999999}" })
	void plainConfirmationIsReadAsItStands(String json) throws Exception {
		assertThat(PublishConfirmation.plain(bytes(json))).isEqualTo(readByTheClient(json));
		assertThat(PublishConfirmation.of(answer(json))).isEqualTo(readByTheClient(json));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"stream\":\"A\", \"seq\":9223372036854775807}",
			"{\"stream\":\"A\", \"seq\":7,\"duplicate\": true}", "{\"stream\":\"A\", \"domain\":\"hub\", \"seq\":7}",
			"{\"domain\":\"hub\", \"stream\":\"A\", \"seq\":7}", "{\"stream\":\"\\u0041\\\"B\", \"seq\":7}",
			"{\"stream\":\"Ä\", \"seq\":7}", "{ \"stream\" : \"A\" , \"seq\" : 7 }", "{\"stream\":\"A\", \"seq\": 7}",
			"{\"stream\":\"A\",  \"seq\":7}", "{\"seq\":7,\"stream\":\"A\"}", "{\"stream\":\"A\", \"seq\":7,\"seq\":8}",
			"{\"stream\":\"A\",\"seq\":7,\"batch\":\"x\",\"count\":2}", "{\"stream\":\"A\", \"seq\":7} " })
	void anyOtherConfirmationIsReadByTheClient(String json) throws Exception {
		assertThat(PublishConfirmation.plain(bytes(json))).isNull();
		assertThat(PublishConfirmation.of(answer(json))).isEqualTo(readByTheClient(json));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"stream\":\"A", "{\"stream\":\"A\"", "{\"stream\":\"A\",",
			"{\"stream\":\"A\", ", "{\"stream\":\"A\", \"seq\":", "{\"stream\":\"A\", \"seq\":7",
			"{\"stream\":\"A\", \"seq\":}", "{\"stream\":\"A\", \"seq\":007}", "{\"stream\":\"A\", \"seq\":00}",
			"{\"stream\":\"A\"}", "{\"seq\":7}", "{\"stream\":\"A\", \"seq\":seven}", "hello" })
	void whatIsNoConfirmationToTheClientIsNone(String json) {
		assertThat(PublishConfirmation.plain(bytes(json))).isNull();
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> readByTheClient(json))
			.satisfies((expected) -> assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> PublishConfirmation.of(answer(json)))
				.isExactlyInstanceOf(expected.getClass())
				.withMessage(expected.getMessage()));
	}

	@Test
	void errorOfTheServerIsOne() {
		assertThatExceptionOfType(JetStreamApiException.class)
			.isThrownBy(() -> PublishConfirmation.of(answer(
					"{\"error\":{\"code\":400,\"err_code\":10060,\"description\":\"expected stream does not match\"},"
							+ "\"stream\":\"A\", \"seq\":0}")))
			.satisfies((error) -> assertThat(error.getApiErrorCode()).isEqualTo(10060));
	}

	@Test
	void confirmationsOfTheServerAreRead() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); Connection connection = Nats.connect(server.url())) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects("auth.>").build());
			Headers headers = new Headers().put("Nats-Msg-Id", "1");
			assertThat(publish(connection, headers)).isEqualTo(new PublishConfirmation("AUTH_EVENTS", 1, false, null));
			assertThat(publish(connection, headers)).isEqualTo(new PublishConfirmation("AUTH_EVENTS", 1, true, null));
		}
	}

	private static PublishConfirmation publish(Connection connection, Headers headers) throws Exception {
		return PublishConfirmation
			.of(connection.requestWithTimeout("auth.user.created", headers, new byte[0], null).get());
	}

	private static PublishConfirmation readByTheClient(String json) throws IOException, JetStreamApiException {
		PublishAck ack = new PublishAck(answer(json));
		return new PublishConfirmation(ack.getStream(), ack.getSeqno(), ack.isDuplicate(), ack.getDomain());
	}

	private static Message answer(String json) {
		return NatsMessage.builder().subject("_INBOX.1").data(bytes(json)).build();
	}

	private static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

}
