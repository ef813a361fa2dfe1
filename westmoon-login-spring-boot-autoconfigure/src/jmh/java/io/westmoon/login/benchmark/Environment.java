package io.westmoon.login.benchmark;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

/**
 * Says where the tables come from.
 */
final class Environment implements Measurement {

	private static final List<String> LIBRARIES = List.of("spring-boot", "spring-webflux", "reactor-core",
			"reactor-netty-http", "spring-security-oauth2-client", "azure-core", "google-auth-library-oauth2-http",
			"jmh-core");

	@Override
	public String measure() {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		MarkdownTable table = new MarkdownTable("what", "is");
		table.row("machine", Runtime.getRuntime().availableProcessors() + " cores, "
				+ Math.round(system.getTotalMemorySize() / (double) (1 << 30)) + " GiB, " + system.getArch());
		table.row("operating system", system.getName() + " " + system.getVersion().replaceAll("[-+].*", ""));
		table.row("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
		LIBRARIES.forEach((library) -> table.row("`" + library + "`", version(library)));
		return table.toString();
	}

	private static String version(String library) {
		return Benchmarks.classPath()
			.stream()
			.map(File::getName)
			.filter((name) -> name.matches(library + "-\\d.*\\.jar"))
			.map((name) -> name.substring(library.length() + 1, name.length() - ".jar".length()))
			.findFirst()
			.orElse("–");
	}

}
