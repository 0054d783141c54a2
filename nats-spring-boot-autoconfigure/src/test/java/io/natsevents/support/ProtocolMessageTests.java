package io.natsevents.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProtocolMessage}.
 */
class ProtocolMessageTests {

	@Test
	void headersAndBodyBelongToTheMessage() throws IOException {
		String text = "HPUB auth.sent _INBOX.1 12 17\r\nNATS/1.0\r\n\r\nhello\r\n";
		ProtocolMessage message = read(text + "PING\r\n");
		assertThat(message.verb()).isEqualTo("HPUB");
		assertThat(message.subject()).isEqualTo("auth.sent");
		assertThat(message.reply()).isEqualTo("_INBOX.1");
		assertThat(new String(message.bytes(), StandardCharsets.UTF_8)).isEqualTo(text);
	}

	@Test
	void whatIsDeliveredTellsWhereItIsSettled() throws IOException {
		assertThat(read("MSG auth.sent 7 $JS.ACK.A.b.1 2\r\nhi\r\n").reply()).isEqualTo("$JS.ACK.A.b.1");
		assertThat(read("MSG auth.sent 7 2\r\nhi\r\n").reply()).isNull();
	}

	@Test
	void otherServersAreLeftOutOfWhatAServerTells() throws IOException {
		ProtocolMessage message = read("""
				INFO {"port":4222,"connect_urls":["127.0.0.1:4222","[::1]:4223"],"ldm":true}\r
				""");
		assertThat(new String(message.withoutOtherServers().bytes(), StandardCharsets.UTF_8))
			.isEqualTo("INFO {\"port\":4222,\"connect_urls\":[],\"ldm\":true}\r\n");
	}

	private static ProtocolMessage read(String text) throws IOException {
		ProtocolMessage message = ProtocolMessage.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
		assertThat(message).isNotNull();
		return message;
	}

}
