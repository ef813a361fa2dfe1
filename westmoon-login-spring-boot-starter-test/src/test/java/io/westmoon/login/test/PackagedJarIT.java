package io.westmoon.login.test;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The archive as applications get it: its MockWebServer cannot meet one of theirs.
 */
class PackagedJarIT {

	private static final Path JAR = Path.of(System.getProperty("packaged.jar"));

	private static final Path POM = Path.of(System.getProperty("packaged.pom"));

	@Test
	void itHoldsNoClassOutsideItsOwnPackage() throws IOException {
		try (JarFile jar = new JarFile(JAR.toFile())) {
			List<String> classes = jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.endsWith(".class"))
				.toList();
			assertThat(classes).hasSizeGreaterThan(100)
				.allMatch((name) -> name.startsWith("io/westmoon/login/test/"))
				.contains("io/westmoon/login/test/shaded/mockwebserver3/MockWebServer.class");
			assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
			assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
		}
	}

	@Test
	void itBringsNoLibraryOfMockWebServer() throws IOException {
		assertThat(dependencies()).contains("spring-boot-test")
			.doesNotContain("mockwebserver", "okhttp", "okio", "kotlin");
	}

	@Test
	void itsServerAnswersWithoutThem() throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader own = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { JAR.toUri().toURL() },
				new WithoutMockWebServer(own))) {
			Class<?> type = loader.loadClass(WestmoonPlatformServer.class.getName());
			assertThat(type).isNotSameAs(WestmoonPlatformServer.class);
			try (AutoCloseable server = (AutoCloseable) type.getMethod("start").invoke(null)) {
				URI uri = URI.create(type.getMethod("url").invoke(server) + "/umc/user/user/info");
				HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
				connection.setReadTimeout(20_000);
				assertThat(connection.getResponseCode()).isEqualTo(401);
			}
		}
	}

	private static String dependencies() throws IOException {
		String pom = Files.readString(POM);
		return pom.substring(pom.lastIndexOf("<dependencies>"));
	}

	/**
	 * Hides the classes of the build and what is relocated.
	 */
	private static final class WithoutMockWebServer extends ClassLoader {

		WithoutMockWebServer(ClassLoader parent) {
			super(parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.matches("(io[.]westmoon|okhttp3|okio|kotlin|mockwebserver3)[.].*")) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

}
