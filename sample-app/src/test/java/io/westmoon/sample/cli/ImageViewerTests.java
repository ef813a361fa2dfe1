package io.westmoon.sample.cli;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ImageViewer}.
 */
@EnabledOnOs(OS.LINUX)
class ImageViewerTests {

	@Test
	void aServerHasNoDesktop() {
		assertThat(ImageViewer.hasDesktop(Map.of())).isFalse();
		assertThat(ImageViewer.hasDesktop(Map.of("DISPLAY", " "))).isFalse();
	}

	@Test
	void xAndWaylandAreDesktops() {
		assertThat(ImageViewer.hasDesktop(Map.of("DISPLAY", ":0"))).isTrue();
		assertThat(ImageViewer.hasDesktop(Map.of("WAYLAND_DISPLAY", "wayland-0"))).isTrue();
	}

}
