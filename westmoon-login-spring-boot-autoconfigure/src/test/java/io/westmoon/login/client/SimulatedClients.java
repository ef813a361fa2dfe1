package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.support.WeeklyHours;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Builds the clients that the simulator runs: the only place that knows how an engine is
 * given its time.
 */
public final class SimulatedClients {

	private SimulatedClients() {
	}

	/**
	 * Builds a client.
	 * @param settings the settings
	 * @param ports what the client talks to
	 * @param time the client's notion of time
	 * @return the client
	 */
	public static WestmoonAuthClient create(Settings settings, Ports ports, Time time) {
		return DefaultWestmoonAuthClient.builder()
			.platform(ports.platform())
			.store(ports.store())
			.listener(ports.listener())
			.expectedUserId(settings.expectedUserId())
			.waitTimeout(settings.waitTimeout())
			.maxCodes(settings.maxCodes())
			.coolDown(settings.coolDown(), settings.maxCoolDown())
			.loginPage(settings.loginPage())
			.renewal(settings.remindBefore(), Duration.ofMinutes(2), WeeklyHours.always())
			.clock(time.clock())
			.time(new EngineTime(time.nanoTime(), time.chance(), time.scheduler(), time.workers()))
			.build();
	}

	/**
	 * The settings that a simulation varies.
	 *
	 * @param expectedUserId the only user who may log in; {@code null} for anybody
	 * @param waitTimeout how long calls wait unless they say otherwise
	 * @param maxCodes how many codes an attempt shows
	 * @param coolDown the first cool-down
	 * @param maxCoolDown the longest cool-down
	 * @param loginPage the address of the login page; {@code null} if there is none
	 * @param remindBefore how long before the end of a session people are reminded; zero
	 * if never
	 */
	public record Settings(@Nullable String expectedUserId, Duration waitTimeout, int maxCodes, Duration coolDown,
			Duration maxCoolDown, @Nullable String loginPage, Duration remindBefore) {
	}

	/**
	 * What a client talks to.
	 *
	 * @param platform the platform
	 * @param store the store
	 * @param listener the listener
	 */
	public record Ports(WestmoonPlatform platform, SessionStore store, LoginListener listener) {
	}

	/**
	 * What a client takes for time and chance.
	 *
	 * @param clock the time of day
	 * @param nanoTime elapsed time
	 * @param scheduler runs what does not block
	 * @param workers runs what may block; it cannot always start a thread
	 * @param chance gives numbers from 0 to 1
	 */
	public record Time(Clock clock, LongSupplier nanoTime, Scheduler scheduler, Scheduler workers,
			DoubleSupplier chance) {
	}

}
