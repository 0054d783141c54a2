package io.natsevents.benchmark.report;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.util.unit.DataSize;

/**
 * What the figures were measured on.
 *
 * @param processors how many processors there are
 * @param memoryGigabytes how much memory there is
 * @param system the operating system
 * @param java name of the JVM, and its version behind the last space
 * @param natsServer version of the server
 */
public record Machine(int processors, long memoryGigabytes, String system, String java, String natsServer) {

	/**
	 * Look around.
	 * @param natsServer version of the server
	 * @return this machine
	 */
	public static Machine here(String natsServer) {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		return new Machine(system.getAvailableProcessors(), DataSize.ofBytes(system.getTotalMemorySize()).toGigabytes(),
				system.getName() + " " + system.getVersion() + " " + system.getArch(),
				System.getProperty("java.vm.name") + " " + Runtime.version(), natsServer);
	}

	/**
	 * Whether the JVMs are of the same feature release. What either client allocates
	 * depends on it, and so does how they compare.
	 * @param other the other machine
	 * @return {@code true} for two builds of one release, such as 17.0.15 and 17.0.19
	 * @throws IllegalStateException when one of them does not tell its version
	 */
	public boolean hasJavaOf(Machine other) {
		return javaFeature() == other.javaFeature();
	}

	private int javaFeature() {
		String version = this.java.substring(this.java.lastIndexOf(' ') + 1);
		try {
			return Runtime.Version.parse(version).feature();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("'" + this.java + "' does not end with the version of a JVM;"
					+ " a baseline is a copy of target/results.json", ex);
		}
	}

}
