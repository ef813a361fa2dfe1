package io.westmoon.login.page;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.westmoon.login.testsupport.Required;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real browser without a window: Debian's Chromium, driven by its own driver.
 */
public final class Browser implements AutoCloseable {

	private static final File CHROMIUM = new File("/usr/bin/chromium");

	private static final File DRIVER = new File("/usr/bin/chromedriver");

	private static final Path SCREENSHOTS = Path.of("target/screenshots");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final ChromeDriver driver;

	private Look look = Look.DESKTOP_LIGHT;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Skips the test where there is no browser.
	 */
	public static void require() {
		Required.orSkip(CHROMIUM.canExecute() && DRIVER.canExecute(), "Needs " + CHROMIUM + " and " + DRIVER
				+ " (Debian: apt-get install chromium chromium-driver), so that pages can be looked at");
	}

	public static Browser open(String language) {
		Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--hide-scrollbars", "--force-prefers-reduced-motion",
				"--window-size=1280,800", "--lang=" + language, "--accept-lang=" + language);
		options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		return new Browser(
				new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options));
	}

	public void get(String url) {
		this.driver.get(url);
	}

	public String text(String css) {
		return this.driver.findElement(By.cssSelector(css)).getText();
	}

	String attribute(String css, String name) {
		return this.driver.findElement(By.cssSelector(css)).getDomAttribute(name);
	}

	boolean isShown(String css) {
		return this.driver.findElement(By.cssSelector(css)).isDisplayed();
	}

	void click(String css) {
		this.driver.findElement(By.cssSelector(css)).click();
	}

	Object run(String script) {
		return this.driver.executeScript(script);
	}

	String address() {
		return this.driver.getCurrentUrl();
	}

	/**
	 * Waits also while one page takes the place of another.
	 */
	private FluentWait<WebDriver> waiting() {
		return new WebDriverWait(this.driver, TIMEOUT, Duration.ofMillis(100))
			.ignoring(StaleElementReferenceException.class);
	}

	/**
	 * Waits until the page shows a state and, of a code, its picture.
	 */
	void await(String state) {
		waiting().withMessage(() -> "the page shows " + attribute("main", "data-state"))
			.until((driver) -> state.equals(attribute("main", "data-state"))
					&& (!state.equals("SHOWN") || isShown("#code")));
	}

	void awaitText(String css, String words) {
		waiting().withMessage(() -> "the page says " + text(css)).until((driver) -> text(css).contains(words));
	}

	void awaitAttribute(String css, String name, Predicate<String> condition) {
		waiting().until((driver) -> condition.test(attribute(css, name)));
	}

	void awaitEnabled(String css) {
		waiting().until((driver) -> driver.findElement(By.cssSelector(css)).isEnabled());
	}

	void forgetCookies() {
		this.driver.manage().deleteAllCookies();
	}

	/**
	 * Poses as a browser within WeChat on a phone, or no longer.
	 */
	void pose(String userAgent, boolean phone) {
		this.driver.executeCdpCommand("Emulation.setUserAgentOverride", Map.of("userAgent", userAgent));
		emulate(phone ? Look.PHONE_LIGHT : Look.DESKTOP_LIGHT);
	}

	void enableScripts(boolean enabled) {
		this.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !enabled));
	}

	/**
	 * Runs a script before those of each page that is opened from now on.
	 * @return closes to stop that
	 */
	AutoCloseable beforeEachPage(String script) {
		Object id = this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
			.get("identifier");
		return () -> this.driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument",
				Map.of("identifier", id));
	}

	/**
	 * Fails if a person with a screen reader or weak eyes would have trouble. What is
	 * deprecated does without a second window, which takes its time.
	 */
	@SuppressWarnings("deprecation")
	private void checkAccessibility() {
		Results results = new AxeBuilder().setLegacyMode().analyze(this.driver);
		assertThat(results.getViolations()).as(() -> results.getViolations().toString()).isEmpty();
	}

	List<String> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * Pictures the page and checks its accessibility in some ways to look at it.
	 */
	void picture(String name, Look... looks) {
		Look before = this.look;
		for (Look look : looks) {
			emulate(look);
			save(name + "-" + look.name().toLowerCase(Locale.ROOT).replace('_', '-'));
			checkAccessibility();
		}
		emulate(before);
	}

	private void emulate(Look look) {
		this.look = look;
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", look.scheme))));
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", look.width, "height",
				look.height, "deviceScaleFactor", look.phone ? 2 : 1, "mobile", look.phone));
		this.driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", look.phone));
	}

	/**
	 * Pictures an element with half as many pixels again, so that its text is sharp.
	 */
	public void save(String css, Path file) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 800, "height", 1200, "deviceScaleFactor", 1.5, "mobile", false));
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			Files.write(file, this.driver.findElement(By.cssSelector(css)).getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Pictures the page as it is, without a look at its accessibility.
	 */
	void save(String name) {
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	/**
	 * A way to look at a page.
	 */
	enum Look {

		DESKTOP_LIGHT("light", 1280, 800, false),

		DESKTOP_DARK("dark", 1280, 800, false),

		PHONE_LIGHT("light", 390, 844, true),

		PHONE_DARK("dark", 390, 844, true);

		private final String scheme;

		private final int width;

		private final int height;

		private final boolean phone;

		Look(String scheme, int width, int height, boolean phone) {
			this.scheme = scheme;
			this.width = width;
			this.height = height;
			this.phone = phone;
		}

	}

}
