package io.natsevents.event;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that another implementation of CloudEvents reads what we write, and we what it
 * writes.
 */
class CloudEventsSdkTests {

	static final List<EventCodec> CODECS = List.of(new JacksonEventCodec(JsonMapper.shared()),
			new Jackson2EventCodec(Jackson2EventCodec.defaultMapper()));

	private final EventFormat format = new JsonFormat();

	@ParameterizedTest
	@FieldSource("CODECS")
	void theSdkReadsWhatWeWrite(EventCodec codec) {
		CloudEvent event = this.format.deserialize(codec.write(UserCreated.event()));
		assertThat(event.getSpecVersion()).hasToString("1.0");
		assertThat(event.getId()).isEqualTo("019b7c2f-1f83-7a01-8c4e-3d5f6a7b8c9d");
		assertThat(event.getSource()).isEqualTo(URI.create("urn:service:auth"));
		assertThat(event.getType()).isEqualTo("auth.user.created");
		assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-01-02T03:04:05.123456789Z"));
		assertThat(event.getSubject()).isEqualTo("user/42");
		assertThat(event.getDataContentType()).isEqualTo("application/json");
		assertThat(event.getDataSchema()).isEqualTo(URI.create("urn:schema:auth.user.created:1.1"));
		assertThat(event.getExtension("organizationid")).isEqualTo("acme");
		assertThat(event.getExtension("schemaversion")).isEqualTo("1.1");
		Map<?, ?> data = JsonMapper.shared().readValue(event.getData().toBytes(), Map.class);
		assertThat(data.get("name")).isEqualTo("Euro € 😀");
	}

	@ParameterizedTest
	@FieldSource("CODECS")
	void weReadWhatTheSdkWrites(EventCodec codec) {
		CloudEvent event = CloudEventBuilder.v1()
			.withId("e-1")
			.withSource(URI.create("https://example.com/€"))
			.withType("com.example.happened")
			.withTime(OffsetDateTime.parse("2026-01-02T04:04:05.5+01:00"))
			.withSubject("Euro € 😀")
			.withExtension("organizationid", "acme")
			.withExtension("count", 7)
			.withData("application/json", "{\"a\":[1]}".getBytes(StandardCharsets.UTF_8))
			.build();
		Event<Map<String, Object>> read = codec.read(this.format.serialize(event), Map.class);
		assertThat(read.id()).isEqualTo("e-1");
		assertThat(read.source()).isEqualTo("https://example.com/€");
		assertThat(read.time()).isEqualTo("2026-01-02T03:04:05.5Z");
		assertThat(read.entity()).isEqualTo("Euro € 😀");
		assertThat(read.organizationId()).isEqualTo("acme");
		assertThat(read.extension("count")).isEqualTo("7");
		assertThat(read.data()).isEqualTo(Map.of("a", List.of(1)));
	}

	@ParameterizedTest
	@FieldSource("CODECS")
	void weReadBytesThatTheSdkWrites(EventCodec codec) {
		CloudEvent event = CloudEventBuilder.v1()
			.withId("e-1")
			.withSource(URI.create("a"))
			.withType("com.example.happened")
			.withTime(OffsetDateTime.parse("2026-01-02T03:04:05Z"))
			.withData("image/png", new byte[] { 1, -1 })
			.build();
		assertThat(codec.<byte[]>read(this.format.serialize(event), byte[].class).data())
			.isEqualTo(new byte[] { 1, -1 });
	}

}
