package io.natsevents.campaign;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.Nats;
import io.natsevents.campaign.fault.Fault;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.CampaignApplication;

import org.springframework.boot.SpringBootVersion;

/**
 * What a campaign depends on, printed before anything happens.
 *
 * @param versions of what takes part, and the machine
 * @param parameters all that was chosen
 */
record CampaignParameters(Map<String, String> versions, Map<String, Object> parameters) {

	static CampaignParameters of(CampaignSettings settings, Bus bus) throws IOException {
		Map<String, String> versions = new LinkedHashMap<>();
		versions.put("natsServer", bus.cluster().nodes().get(0).version());
		versions.put("jnats", Nats.CLIENT_VERSION);
		versions.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
		versions.put("springBoot", SpringBootVersion.getVersion());
		versions.put("machine", "%d cores, %d MiB, %s".formatted(Runtime.getRuntime().availableProcessors(),
				memoryMebibytes(), processor()));
		versions.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put("syncInterval", bus.syncInterval());
		parameters.put("nodes", bus.cluster().nodes().size());
		parameters.put("minutes", settings.duration().toMinutes());
		parameters.put("faults", settings.faultNames());
		Map<String, String> leftOut = new TreeMap<>();
		for (Fault fault : settings.faults()) {
			String obstacle = fault.obstacle(bus);
			if (obstacle != null) {
				leftOut.put(fault.name(), obstacle);
			}
		}
		parameters.put("leftOut", leftOut);
		Map<String, Integer> rates = new TreeMap<>();
		for (Workload each : Workload.values()) {
			rates.put(each.name().toLowerCase(Locale.ROOT), settings.rates().get(each.ordinal()));
		}
		parameters.put("eventsPerSecond", rates);
		parameters.put("properties", CampaignApplication.properties());
		return new CampaignParameters(versions, parameters);
	}

	private static long memoryMebibytes() throws IOException {
		return Long.parseLong(firstOf(Path.of("/proc/meminfo"), "MemTotal").replace("kB", "").strip()) / 1024;
	}

	private static String processor() throws IOException {
		return firstOf(Path.of("/proc/cpuinfo"), "model name");
	}

	private static String firstOf(Path file, String name) throws IOException {
		return Files.readAllLines(file)
			.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse("0");
	}

	void print(PrintStream output) {
		this.versions.forEach((name, value) -> output.println(name + ": " + value));
		this.parameters.forEach((name, value) -> {
			if (value instanceof Map<?, ?> map) {
				map.forEach((key, each) -> output.println(name + " " + key + ": " + each));
			}
			else {
				output.println(name + ": " + value);
			}
		});
	}

}
