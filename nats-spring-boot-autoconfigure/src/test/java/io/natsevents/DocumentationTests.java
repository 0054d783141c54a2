package io.natsevents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.natsevents.autoconfigure.JetStreamProperties;
import io.natsevents.autoconfigure.NatsProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for README and {@code docs/}: Java compiles, configuration binds, links lead
 * somewhere.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

	private static final String IMPORTS = Stream
		.of("io.natsevents.event", "io.natsevents.connection", "io.natsevents.stream", "io.natsevents.publish",
				"io.natsevents.deadletter", "io.natsevents.listen", "io.natsevents.replay", "io.natsevents.test",
				"io.natsevents.autoconfigure", "io.nats.client.api", "java.time", "java.util", "java.util.concurrent",
				"org.junit.jupiter.api", "org.springframework.stereotype",
				"org.springframework.beans.factory.annotation", "org.springframework.boot.test.context",
				"org.springframework.boot.autoconfigure", "org.springframework.boot.testcontainers.service.connection",
				"org.testcontainers.junit.jupiter", "org.springframework.boot", "org.springframework.context",
				"org.springframework.context.annotation", "org.springframework.context.event",
				"org.springframework.aot.hint.annotation", "org.springframework.messaging.handler.annotation",
				"jakarta.validation", "jakarta.validation.constraints")
		.map((name) -> "import " + name + ".*;\n")
		.reduce("", String::concat) + "import io.nats.client.*;\nimport io.nats.client.Message;\n"
			+ "import org.springframework.context.annotation.Configuration;\n"
			+ "import org.springframework.context.event.EventListener;\n"
			+ "import org.springframework.messaging.handler.annotation.Header;\n"
			+ "import org.springframework.messaging.handler.annotation.Payload;\n"
			+ "import org.testcontainers.containers.GenericContainer;\nimport org.testcontainers.junit.jupiter.Container;\nimport org.apache.commons.logging.*;\nimport org.springframework.util.unit.DataSize;\n"
			+ "import static org.assertj.core.api.Assertions.*;\n";

	private static final String USER_CREATED = "record UserCreated(String userId, String email) {}\n";

	/**
	 * What examples may take for granted.
	 */
	private static final String CONTEXT = """
			EventPublisher publisher;
			EventSubscriber subscriber;
			ListenerRegistry registry;
			Connection connection;
			DeadLetters deadLetters;
			Redrives redrives;
			EventReplay eventReplay;
			String id = "42";
			String email = "ada@example.org";
			Event<?> event;
			List<Event<?>> events;
			""";

	@ParameterizedTest
	@MethodSource("javaExamples")
	void javaExampleCompiles(Example example) {
		String types = example.text().contains("record UserCreated") ? "" : USER_CREATED;
		List<String> attempts = List.of(IMPORTS + types + example.text(),
				IMPORTS + types + "class Example {\n" + CONTEXT + example.text() + "\n}", IMPORTS + "class Example {\n"
						+ CONTEXT + "void example() throws Exception {\n" + example.text() + "\n}\n}");
		List<String> errors = new ArrayList<>();
		for (String attempt : attempts) {
			List<String> found = compile(attempt);
			if (found.isEmpty()) {
				return;
			}
			errors.addAll(found);
		}
		assertThat(errors).as("errors of " + example + " as a file, as members of a class, as statements").isEmpty();
	}

	@ParameterizedTest
	@MethodSource("yamlExamples")
	void yamlExampleBinds(Example example) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(example.text().getBytes(StandardCharsets.UTF_8)));
		Properties properties = yaml.getObject();
		assertThat(properties).isNotEmpty();
		Map<String, Object> connection = new HashMap<>();
		Map<String, Object> jetStream = new HashMap<>();
		properties.forEach((key, value) -> {
			String name = key.toString();
			if (name.startsWith("nats.")) {
				(name.startsWith("nats.jetstream.") ? jetStream : connection).put(name, value);
			}
		});
		bind(connection, "nats", NatsProperties.class);
		bind(jetStream, "nats.jetstream", JetStreamProperties.class);
	}

	@Test
	void linksLeadSomewhere() throws IOException {
		List<String> broken = new ArrayList<>();
		for (Path page : pages()) {
			Matcher link = LINK.matcher(Files.readString(page));
			while (link.find()) {
				String target = link.group(1);
				if (!target.contains("://") && !Files.exists(page.getParent().resolve(target))) {
					broken.add(ROOT.relativize(page) + " -> " + target);
				}
			}
		}
		assertThat(broken).isEmpty();
	}

	private static void bind(Map<String, Object> properties, String prefix, Class<?> type) {
		if (!properties.isEmpty()) {
			new Binder(new MapConfigurationPropertySource(properties)).bind(prefix, Bindable.of(type),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
		}
	}

	private static List<String> compile(String source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, StandardCharsets.UTF_8);
		compiler
			.getTask(null, new Discarding(files), diagnostics,
					List.of("-proc:none", "-classpath", System.getProperty("java.class.path")), null,
					List.of(new Source(source)))
			.call();
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> "line " + diagnostic.getLineNumber() + ": " + diagnostic.getMessage(null))
			.toList();
	}

	static Stream<Example> javaExamples() throws IOException {
		return examples("java");
	}

	static Stream<Example> yamlExamples() throws IOException {
		return examples("yaml");
	}

	private static Stream<Example> examples(String language) throws IOException {
		List<Example> examples = new ArrayList<>();
		for (Path page : pages()) {
			Matcher block = BLOCK.matcher(Files.readString(page));
			for (int number = 1; block.find(); number++) {
				if (block.group(1).equals(language)) {
					examples.add(new Example(page, language, block.group(2), number));
				}
			}
		}
		return examples.stream();
	}

	private static List<Path> pages() throws IOException {
		List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			docs.filter((page) -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
		}
		return pages;
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String text) {
			super(URI.create("string:///Example.java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

	/**
	 * Throws away what the compiler writes.
	 */
	private static final class Discarding extends ForwardingJavaFileManager<StandardJavaFileManager> {

		Discarding(StandardJavaFileManager files) {
			super(files);
		}

		@Override
		public JavaFileObject getJavaFileForOutput(JavaFileManager.Location location, String className,
				JavaFileObject.Kind kind, FileObject sibling) {
			return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {

				@Override
				public OutputStream openOutputStream() {
					return new ByteArrayOutputStream();
				}

			};
		}

	}

	record Example(Path page, String language, String text, int number) {

		@Override
		public String toString() {
			return ROOT.relativize(this.page) + " example " + this.number;
		}

	}

}
