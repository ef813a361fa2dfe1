package io.westmoon.sample.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.westmoon.sample.Required;
import org.junit.jupiter.api.Assertions;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium without a window. Every wait is bounded.
 */
public final class Browser implements AutoCloseable {

	private static final File CHROMIUM = new File("/usr/bin/chromium");

	private static final File DRIVER = new File("/usr/bin/chromedriver");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Skips the test where there is no browser.
	 */
	public static void require() {
		Required.orSkip(CHROMIUM.canExecute() && DRIVER.canExecute(), "Needs " + CHROMIUM + " and " + DRIVER
				+ " (Debian: apt-get install chromium chromium-driver), so that the desk can be looked at");
	}

	public static Browser open(String language, Path downloads) {
		Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
		LoggingPreferences console = new LoggingPreferences();
		console.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--hide-scrollbars", "--force-prefers-reduced-motion");
		options.setExperimentalOption("prefs",
				Map.of("intl.accept_languages", language, "download.default_directory", downloads.toString()));
		options.setCapability("goog:loggingPrefs", console);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build();
		return new Browser(new ChromeDriver(service, options));
	}

	public void look(int width, int height, String theme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
	}

	/**
	 * Poses as another browser, on a device with or without a touch screen.
	 */
	void pose(String userAgent, boolean touch) {
		this.driver.executeCdpCommand("Emulation.setUserAgentOverride", Map.of("userAgent", userAgent));
		this.driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", touch));
	}

	void scripts(boolean run) {
		this.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
	}

	public void setCookie(String url, String name, String value) {
		this.driver.executeCdpCommand("Network.setCookie", Map.of("url", url, "name", name, "value", value));
	}

	public void get(String url) {
		this.driver.get(url);
	}

	/**
	 * Clicks until the element has heard it. On a busy machine the page may move it, or
	 * switch it off for a moment, between the look for it and the click.
	 */
	public void click(String selector) {
		String element = "document.querySelector('" + selector + ":enabled')";
		new WebDriverWait(this.driver, TIMEOUT, Duration.ofMillis(100)).ignoring(ElementClickInterceptedException.class)
			.withMessage(() -> "a click on " + selector + "\n" + text("body"))
			.until((driver) -> {
				if (!is("(window.heard = false, " + element + ") && " + element + ".checkVisibility()")) {
					return false;
				}
				eval("void " + element + "?.addEventListener('click', () => window.heard = true, {once: true})");
				find(selector).click();
				return is("window.heard");
			});
	}

	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/**
	 * Goes on with the tabulator until an element has the focus.
	 */
	void tabTo(String selector) {
		for (int i = 0; i < 40 && !is("document.activeElement.matches('" + selector + "')"); i++) {
			press(Keys.TAB);
		}
		Assertions.assertTrue(is("document.activeElement.matches('" + selector + "')"), "No way to " + selector);
	}

	public String text(String selector) {
		return this.driver.findElement(By.cssSelector(selector)).getText();
	}

	public Object eval(String script) {
		return ((JavascriptExecutor) this.driver).executeScript("return " + script);
	}

	public boolean is(String condition) {
		return Boolean.TRUE.equals(eval("Boolean(" + condition + ")"));
	}

	/**
	 * Waits until something is so on the page.
	 */
	public void await(String condition) {
		new WebDriverWait(this.driver, TIMEOUT, Duration.ofMillis(100))
			.withMessage(() -> condition + "\n" + text("body"))
			.until((driver) -> is(condition));
	}

	/**
	 * Waits until something is so on the page in the frame.
	 */
	void awaitInFrame(String condition) {
		await("document.querySelector('iframe') && document.querySelector('iframe').contentDocument");
		await("(document => document && " + condition + ")((document.querySelector('iframe') || {}).contentDocument)");
	}

	/**
	 * Does something on the page in a frame, also if it is of another origin.
	 */
	public void inFrame(String selector, Runnable work) {
		this.driver.switchTo().frame(find(selector));
		try {
			work.run();
		}
		finally {
			this.driver.switchTo().defaultContent();
		}
	}

	public List<String> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * Names the rules that a page breaks. What is deprecated does without a second
	 * window, which takes its time.
	 */
	@SuppressWarnings("deprecation")
	public List<String> accessibilityViolations(String... exceptions) {
		return new AxeBuilder().setLegacyMode()
			.disableRules(List.of(exceptions))
			.analyze(this.driver)
			.getViolations()
			.stream()
			.map(Rule::toString)
			.toList();
	}

	public void screenshot(Path file) {
		Map<String, Object> shot = this.driver.executeCdpCommand("Page.captureScreenshot",
				Map.of("format", "png", "captureBeyondViewport", true));
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			Files.write(file, OutputType.BYTES.convertFromBase64Png((String) shot.get("data")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
