package io.natsevents.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is told about auto-configuration and properties in files.
 */
class AutoConfigurationMetadataTests {

	private static final Path CLASSES = Path.of("target", "classes", "META-INF");

	@Test
	void everyAutoConfigurationIsListedInOrder() throws IOException {
		List<String> found = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.natsevents.autoconfigure")
			.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.sorted()
			.toList();
		assertThat(Files
			.readAllLines(CLASSES.resolve("spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")))
			.isEqualTo(found)
			.hasSizeGreaterThan(7);
	}

	@Test
	void everyFailureAnalyzerIsListed() throws IOException {
		List<String> found = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.natsevents.autoconfigure")
			.stream()
			.filter((type) -> type.isAssignableTo(FailureAnalyzer.class))
			.map(JavaClass::getName)
			.toList();
		Properties factories = PropertiesLoaderUtils
			.loadProperties(new FileSystemResource(CLASSES.resolve("spring.factories")));
		assertThat(factories.getProperty(FailureAnalyzer.class.getName()).split(","))
			.containsExactlyInAnyOrderElementsOf(found);
	}

	@Test
	void everyPropertyIsDescribed() throws IOException {
		List<JsonNode> properties = properties("spring-configuration-metadata.json").toList();
		assertThat(properties).hasSizeGreaterThan(70).allSatisfy((property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(property.path("name").asString()).isNotBlank().endsWith(".");
			assertThat(description).doesNotStartWith("The ").doesNotStartWith("A ").doesNotContain("{@");
		});
	}

	@Test
	void everyPropertyIsInOurNamespace() throws IOException {
		assertThat(names("spring-configuration-metadata.json"))
			.allMatch((name) -> name.startsWith("nats.") || name.startsWith("management.endpoint.nats")
					|| name.equals("management.health.nats.enabled"))
			.doesNotHaveDuplicates();
	}

	@Test
	void propertiesAddedByHandAreSorted() throws IOException {
		assertThat(names("additional-spring-configuration-metadata.json")).isSorted().isNotEmpty();
	}

	private static List<String> names(String file) throws IOException {
		return properties(file).map((property) -> property.path("name").asString()).toList();
	}

	private static Stream<JsonNode> properties(String file) throws IOException {
		try (InputStream content = Files.newInputStream(CLASSES.resolve(file))) {
			return JsonMapper.builder().build().readTree(content).path("properties").valueStream();
		}
	}

}
