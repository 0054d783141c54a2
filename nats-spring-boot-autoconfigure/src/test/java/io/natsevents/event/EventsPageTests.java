package io.natsevents.event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class EventsPageTests {

	private static final Path PAGE = Path.of("..", "docs", "events.md");

	private final JsonMapper mapper = new JsonMapper();

	@Test
	void theExampleIsTheGoldenFile() throws Exception {
		Matcher example = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
		assertThat(example.find()).isTrue();
		assertThat(this.mapper.readTree(example.group(1)).toString())
			.isEqualTo(this.mapper.readTree(UserCreated.json()).toString());
	}

	@Test
	void theAttributeTableNamesEveryAttributeOfTheGoldenFile() throws Exception {
		String page = Files.readString(PAGE);
		this.mapper.readTree(UserCreated.json())
			.propertyNames()
			.forEach((name) -> assertThat(page).containsPattern("(?m)^\\| `" + name + "`"));
	}

	@Test
	void theSubjectTableIsWhatTheCodeNames() throws Exception {
		Matcher row = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| (\\d+) \\| `(.+?)` \\| `(.+?)` \\|$")
			.matcher(Files.readString(PAGE));
		int rows = 0;
		while (row.find()) {
			int major = Integer.parseInt(row.group(2));
			assertThat(row.group(3)).isEqualTo(SubjectNaming.HIERARCHICAL.subject(row.group(1), major));
			assertThat(row.group(4)).isEqualTo(SubjectNaming.VERSIONED.subject(row.group(1), major));
			rows++;
		}
		assertThat(rows).isEqualTo(4);
	}

}
