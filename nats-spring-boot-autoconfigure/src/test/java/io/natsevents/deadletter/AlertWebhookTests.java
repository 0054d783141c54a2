package io.natsevents.deadletter;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AlertWebhook}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AlertWebhookTests {

	private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private WebhookReceiver receiver;

	@BeforeEach
	void start() throws Exception {
		this.receiver = new WebhookReceiver();
	}

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	void tellsTheAddressAsItIs() throws Exception {
		URI plain = this.receiver.uri("/hooks/a%2Fb?token=s%3D1");
		URI address = URI.create(plain.toString().replace("http://", "http://ada:p%40ss@"));
		assertThat(new AlertWebhook(address, TIMEOUT).post(BODY)).isTrue();
		WebhookReceiver.Request request = this.receiver.requests().get(0);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.uri()).hasToString("/hooks/a%2Fb?token=s%3D1");
		assertThat(request.body()).isEqualTo("{}");
		assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/cloudevents+json; charset=utf-8");
		assertThat(new String(Base64.getDecoder().decode(request.headers().getFirst("Authorization").substring(6)),
				StandardCharsets.UTF_8))
			.isEqualTo("ada:p@ss");
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 307, 400, 401, 404, 429, 500, 503 })
	void whatIsNotTakenIsToBeTriedAgainAndNoSecretIsLogged(int status, CapturedOutput output) throws Exception {
		this.receiver.answer(status);
		URI address = URI
			.create(this.receiver.uri("/hooks/se-cret?token=se-cret").toString().replace("//", "//ada:se-cret@"));
		assertThat(new AlertWebhook(address, TIMEOUT).post(BODY)).isFalse();
		assertThat(this.receiver.requests()).hasSize(1);
		assertThat(output.getAll()).contains("http://127.0.0.1:" + this.receiver.port() + ": it answered " + status)
			.doesNotContain("se-cret");
	}

	@Test
	void aReceiverThatIsNotThereIsToBeTriedAgain(CapturedOutput output) throws Exception {
		AlertWebhook webhook = new AlertWebhook(this.receiver.uri("/"), TIMEOUT);
		this.receiver.close();
		assertThat(webhook.post(BODY)).isFalse();
		assertThat(output.getAll()).contains("ConnectException");
	}

	@Test
	void aReceiverThatSaysNothingHoldsItUpForItsTimeOnly(CapturedOutput output) throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
			long started = System.nanoTime();
			assertThat(new AlertWebhook(address, Duration.ofMillis(300)).post(BODY)).isFalse();
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
			assertThat(output.getAll()).contains("did not reach the webhook at " + address);
		}
	}

}
