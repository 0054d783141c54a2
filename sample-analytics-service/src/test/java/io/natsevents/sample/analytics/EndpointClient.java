package io.natsevents.sample.analytics;

import java.util.Map;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks an actuator endpoint, and expects a status.
 *
 * @param client asks over HTTP
 * @param endpoint id of the endpoint
 */
record EndpointClient(RestTestClient client, String endpoint) {

	Map<String, Object> get(String request, int status) {
		return body(this.client.get().uri(path() + request).exchange(), status);
	}

	Map<String, Object> post(Map<String, String> request, int status) {
		return body(this.client.post().uri(path()).contentType(MediaType.APPLICATION_JSON).body(request).exchange(),
				status);
	}

	Map<String, Object> delete(String request, int status) {
		return body(this.client.delete().uri(path() + request).exchange(), status);
	}

	private String path() {
		return "/actuator/" + this.endpoint;
	}

	private static Map<String, Object> body(RestTestClient.ResponseSpec response, int status) {
		Map<String, Object> body = response.expectStatus()
			.isEqualTo(status)
			.returnResult(new ParameterizedTypeReference<Map<String, Object>>() {
			})
			.getResponseBody();
		assertThat(body).isNotNull();
		return body;
	}

}
