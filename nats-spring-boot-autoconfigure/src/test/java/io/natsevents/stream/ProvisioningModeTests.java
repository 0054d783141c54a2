package io.natsevents.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what each {@link ProvisioningMode} does to streams.
 */
@NatsServerTest
@Tag("compat")
@ExtendWith(OutputCaptureExtension.class)
class ProvisioningModeTests {

	private static final StreamDefinition AUTH = ServiceStreams.definition("auth")
		.withDefaults(StreamSettings.DEFAULTS);

	private static final StreamDefinition BILLING = ServiceStreams.definition("billing")
		.withDefaults(StreamSettings.DEFAULTS);

	private Connection connection;

	private JetStreamManagement management;

	@BeforeEach
	void connect(NatsServer server) throws Exception {
		this.connection = Nats.connect(server.url());
		this.management = this.connection.jetStreamManagement();
	}

	@AfterEach
	void removeStreams() throws Exception {
		for (String stream : this.management.getStreamNames()) {
			this.management.deleteStream(stream);
		}
		this.connection.close();
	}

	@Test
	void noneAsksNothing(NatsServer server) throws Exception {
		try (Connection observer = Nats.connect(server.url())) {
			Subscription requests = observer.subscribe("$JS.API.>");
			observer.flush(Duration.ofSeconds(5));
			DeclaredStreams declared = provision(ProvisioningMode.NONE, AUTH, BILLING);
			this.connection.flush(Duration.ofSeconds(5));
			observer.flush(Duration.ofSeconds(5));
			assertThat(requests.getPendingMessageCount()).isZero();
			assertThat(declared.collecting("billing.paid")).map(DeclaredStream::name).contains("BILLING_EVENTS");
			provision(ProvisioningMode.UPDATE, AUTH);
			observer.flush(Duration.ofSeconds(5));
			assertThat(requests.getPendingMessageCount()).as("the observer sees requests").isPositive();
		}
	}

	@Test
	void verifyFailsWithTheWholePlanAndTouchesNothing() throws Exception {
		operatorCreates("AUTH_EVENTS", "auth.>", StorageType.File);
		assertThatExceptionOfType(StreamVerificationException.class)
			.isThrownBy(() -> provision(ProvisioningMode.VERIFY, AUTH.storage(StorageType.Memory).replicas(1), BILLING))
			.withMessageContaining("provisioning.mode is verify")
			.withMessageContaining("\nAUTH_EVENTS: NOT_CHANGEABLE\n")
			.withMessageContaining("  max-age: unlimited -> 7d\n")
			.withMessageContaining("  storage: file -> memory\n")
			.withMessageContaining("\nBILLING_EVENTS: MISSING")
			.satisfies((ex) -> assertThat(ex.getPlan().streams()).extracting(PlannedStream::outcome)
				.containsExactly(StreamOutcome.NOT_CHANGEABLE, StreamOutcome.MISSING));
		assertThat(this.management.getStreamNames()).containsExactly("AUTH_EVENTS");
		assertThat(configuration().getMaxAge()).isZero();
	}

	@Test
	void verifyAcceptsWhatIsEqualWhoeverMadeIt() throws Exception {
		operatorCreates(AUTH);
		DeclaredStreams declared = provision(ProvisioningMode.VERIFY, AUTH);
		assertThat(declared).singleElement().satisfies((stream) -> assertThat(stream.owner()).isNull());
		assertThat(StreamOwner.of(configuration().getMetadata())).isNull();
	}

	@Test
	void verifyWarnsOfDifferencesInTheStreamOfAnotherApplication(CapturedOutput output) {
		provision("auth", ProvisioningMode.UPDATE, AUTH);
		provision("billing", ProvisioningMode.VERIFY, AUTH.maxAge(Duration.ofDays(1)));
		assertThat(output).containsOnlyOnce("max-age is 7d but declared here as 1d; left alone, because 'auth' owns");
	}

	@Test
	void createAddsWhatIsMissingAndUsesTheRestAsItIs(CapturedOutput output) throws Exception {
		operatorCreates("AUTH_EVENTS", "auth.user.>", StorageType.Memory);
		DeclaredStreams declared = provision(ProvisioningMode.CREATE, AUTH, BILLING);
		assertThat(configuration().getSubjects()).containsExactly("auth.user.>");
		assertThat(configuration().getStorageType()).isEqualTo(StorageType.Memory);
		assertThat(StreamOwner.of(configuration().getMetadata())).isNull();
		assertThat(declared.collecting("auth.role.added")).isEmpty();
		assertThat(declared.named("AUTH_EVENTS").orElseThrow().notes())
			.anySatisfy((note) -> assertThat(note).contains("storage: memory -> file"));
		assertThat(declared.named("BILLING_EVENTS").orElseThrow().owner()).isEqualTo("auth");
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains("WARN") && line.contains("AUTH_EVENTS: is not what is declared")))
			.singleElement()
			.asString()
			.contains("because provisioning.mode is create", "subjects: [auth.user.>] -> [auth.>]",
					"max-age: unlimited -> 7d");
	}

	@ParameterizedTest
	@EnumSource(ProvisioningMode.class)
	void whatAnOperatorChangedIsMetInEachMode(ProvisioningMode mode) throws Exception {
		provision(ProvisioningMode.UPDATE, AUTH);
		this.management.updateStream(
				StreamConfiguration.builder(configuration()).maxAge(Duration.ofHours(1)).description("mine").build());
		if (mode == ProvisioningMode.VERIFY) {
			assertThatExceptionOfType(StreamVerificationException.class).isThrownBy(() -> provision(mode, AUTH))
				.withMessageContaining("AUTH_EVENTS: CHANGEABLE\n  max-age: 1h -> 7d.");
		}
		else {
			provision(mode, AUTH);
		}
		Duration expected = (mode == ProvisioningMode.UPDATE) ? Duration.ofDays(7) : Duration.ofHours(1);
		assertThat(configuration().getMaxAge()).isEqualTo(expected);
		assertThat(configuration().getDescription()).isEqualTo("mine");
	}

	@ParameterizedTest
	@EnumSource(value = ProvisioningMode.class, names = { "CREATE", "UPDATE" })
	void eightApplicationsMayStartAtOnce(ProvisioningMode mode) throws Exception {
		int applications = 8;
		CyclicBarrier start = new CyclicBarrier(applications);
		List<CompletableFuture<DeclaredStreams>> starts = IntStream.range(0, applications)
			.mapToObj((number) -> CompletableFuture.supplyAsync(() -> {
				try {
					start.await();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				return provision("application-" + number, mode, AUTH.description("of application " + number), BILLING);
			}, (task) -> new Thread(task).start()))
			.toList();
		assertThat(starts).allSatisfy((future) -> assertThat(future).succeedsWithin(Duration.ofSeconds(30)));
		String owner = StreamOwner.of(configuration().getMetadata());
		assertThat(configuration().getDescription()).as("whoever owns it has described it")
			.isEqualTo("of " + String.valueOf(owner).replace('-', ' '));
	}

	private DeclaredStreams provision(ProvisioningMode mode, StreamDefinition... definitions) {
		return provision("auth", mode, definitions);
	}

	private DeclaredStreams provision(String owner, ProvisioningMode mode, StreamDefinition... definitions) {
		return new StreamProvisioner(this.connection, ProvisioningSettings.ownedBy(owner).withMode(mode))
			.provision(List.of(definitions));
	}

	private void operatorCreates(String name, String subject, StorageType storage) throws Exception {
		this.management
			.addStream(StreamConfiguration.builder().name(name).subjects(subject).storageType(storage).build());
	}

	private void operatorCreates(StreamDefinition definition) throws Exception {
		StreamConfiguration configuration = new StreamMerge("nobody").create(definition.replicas(1));
		this.management.addStream(StreamConfiguration.builder(configuration).metadata(Map.of("team", "core")).build());
	}

	private StreamConfiguration configuration() throws Exception {
		return this.management.getStreamInfo("AUTH_EVENTS").getConfiguration();
	}

}
