package io.westmoon.login.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockWebServer;

import io.westmoon.login.test.Code.Status;

/**
 * A fake Westmoon platform for tests and demos. It answers the three login calls as the
 * real platform does, and stands in for the phone.
 * <p>
 * Beside them it serves {@code GET /api/products?keyword=},
 * {@code GET /api/stock?product=} and {@code POST /api/echo}. These are made up, so that
 * there is something to call with a token; the real platform does not have them. Calls
 * that programs have been seen to make of the platform's hosts are answered with the same
 * goods: {@code /product-center/shop/products/load-list} and {@code detail},
 * {@code /shop_api/products/load_list}, {@code search}, {@code detail} and
 * {@code inventory}, and {@code POST /erp/order/list}, which finds no orders.
 * <p>
 * A phone's methods without a scan token act on the latest living code; they throw an
 * {@link IllegalStateException} if there is none, or if the code's life is over. Listens
 * on the loopback address only. Thread-safe.
 */
public final class WestmoonPlatformServer implements AutoCloseable {

	private final MockWebServer server = new MockWebServer();

	private final FakePlatform platform = new FakePlatform();

	private final PlatformDispatcher dispatcher = new PlatformDispatcher(this.server, this.platform);

	private final List<MockWebServer> others = new CopyOnWriteArrayList<>();

	private WestmoonPlatformServer(int port) {
		listen(this.server, this.dispatcher, port);
	}

	private static void listen(MockWebServer server, Dispatcher dispatcher, int port) {
		server.setServerSocketFactory(new PromptServerSocketFactory());
		server.setDispatcher(dispatcher);
		try {
			server.start(InetAddress.getByAddress("localhost", new byte[] { 127, 0, 0, 1 }), port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + port + " of the loopback address", ex);
		}
	}

	/** Starts a server on a free port. */
	public static WestmoonPlatformServer start() {
		return start(0);
	}

	/**
	 * Starts a server.
	 * @param port the port; {@code 0} for a free one
	 * @return the running server
	 * @throws UncheckedIOException if the port is taken
	 */
	public static WestmoonPlatformServer start(int port) {
		return new WestmoonPlatformServer(port);
	}

	/** Returns what to set {@code westmoon.login.base-url} to. */
	public String url() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Listens on one more port, which is another origin, as another host of the platform
	 * is. It answers the same calls with the same codes and tokens until this server is
	 * closed.
	 * @return the URL of the other origin
	 */
	public String openOrigin() {
		MockWebServer other = new MockWebServer();
		listen(other, this.dispatcher.of(other), 0);
		this.others.add(other);
		return "http://127.0.0.1:" + other.getPort();
	}

	/** Returns the port listened on. */
	public int port() {
		return this.server.getPort();
	}

	/**
	 * Waits until there is a code to scan. Returns at once if one is living.
	 * @param timeout how long to wait at most
	 * @return the latest living code's scan token
	 * @throws IllegalStateException if nobody asked for a code in time
	 */
	public String awaitCode(Duration timeout) {
		if (!this.platform.await(() -> this.platform.latestLiving() != null, timeout)) {
			throw new IllegalStateException("Nobody asked for a code within " + timeout);
		}
		return currentScanToken();
	}

	/**
	 * Waits until a kind of call was received often enough, counted from the start.
	 * @param call the kind of call
	 * @param times how often
	 * @param timeout how long to wait at most
	 * @throws IllegalStateException if there were fewer calls in time
	 */
	public void awaitCalls(Call call, int times, Duration timeout) {
		if (!this.platform.await(() -> calls(call) >= times, timeout)) {
			throw new IllegalStateException(
					"Only " + calls(call) + " of " + times + " calls " + call + " came within " + timeout);
		}
	}

	/**
	 * Returns the latest living code's scan token.
	 * @return the scan token
	 * @throws IllegalStateException if no code is living
	 */
	public String currentScanToken() {
		Code code = this.platform.latestLiving();
		if (code == null) {
			throw new IllegalStateException("No code is living; wait for one with awaitCode");
		}
		return code.scanToken();
	}

	/**
	 * Returns the latest code, whatever became of it.
	 * @return empty if nobody has asked for a code yet
	 */
	public Optional<Code> currentCode() {
		return Optional.ofNullable(this.platform.latest());
	}

	/** Scans the latest living code. */
	public void scan() {
		scan(currentScanToken());
	}

	/** Scans that code. */
	public void scan(String scanToken) {
		this.platform.change(scanToken, Status.SCANNED);
	}

	/** Confirms the login with the latest living code. */
	public void confirm() {
		confirm(currentScanToken());
	}

	/** Confirms the login with that code. */
	public void confirm(String scanToken) {
		this.platform.confirm(scanToken, null);
	}

	/** Lets somebody else confirm the login with the latest living code. */
	public void confirmAs(String userId, String name) {
		this.platform.confirm(currentScanToken(), FakePlatform.user(userId, name));
	}

	/** Scans the latest living code and confirms the login. */
	public void scanAndConfirm() {
		String scanToken = currentScanToken();
		scan(scanToken);
		confirm(scanToken);
	}

	/** Refuses the login with the latest living code. */
	public void reject() {
		reject(currentScanToken());
	}

	/** Refuses the login with that code. */
	public void reject(String scanToken) {
		this.platform.change(scanToken, Status.REJECTED);
	}

	/** Cancels the login with the latest living code. */
	public void cancel() {
		cancel(currentScanToken());
	}

	/** Cancels the login with that code. */
	public void cancel(String scanToken) {
		this.platform.change(scanToken, Status.CANCELED);
	}

	/** Ends the latest living code's life. */
	public void expire() {
		expire(currentScanToken());
	}

	/** Ends that code's life. */
	public void expire(String scanToken) {
		this.platform.change(scanToken, Status.EXPIRED);
	}

	/** Confirms every code on its first poll, as if somebody were always at hand. */
	public WestmoonPlatformServer autoConfirm(boolean autoConfirm) {
		this.platform.autoConfirm(autoConfirm);
		return this;
	}

	/**
	 * Lets a new login of a user end that user's older sessions, which are answered with
	 * 401 from then on.
	 */
	public WestmoonPlatformServer singleSession(boolean singleSession) {
		this.platform.singleSession(singleSession);
		return this;
	}

	/** Creates a valid access token without anybody scanning. */
	public String issueSession() {
		return this.platform.issue(null);
	}

	/** Stops accepting every access token given so far. */
	public void revoke() {
		this.platform.revoke();
	}

	/** Stops accepting that access token. */
	public void revoke(String accessToken) {
		this.platform.revoke(accessToken);
	}

	/** Lets the business API answer 401 although the token is good. */
	public WestmoonPlatformServer forbid(boolean forbidden) {
		this.platform.forbid(forbidden);
		return this;
	}

	/**
	 * Sets how calls are refused whose token is not accepted; with HTTP 401 if not set.
	 * @param call {@link Call#BUSINESS}, or {@link Call#INFO}
	 * @param refusal the refusal
	 * @return this server
	 */
	public WestmoonPlatformServer refusal(Call call, Refusal refusal) {
		this.dispatcher.refusal(call, refusal);
		return this;
	}

	/**
	 * Sets what all business answers are wrapped in; if not set, {@link Envelope#STATUS}
	 * for the calls below {@code /shop_api} and {@link Envelope#CODE} for the others.
	 */
	public WestmoonPlatformServer envelope(Envelope envelope) {
		this.dispatcher.envelope(envelope);
		return this;
	}

	/** Sets how long new codes live; 300 seconds if not set. */
	public WestmoonPlatformServer codeLife(Duration codeLife) {
		this.platform.codeLife(codeLife);
		return this;
	}

	/** Sets how often clients are told to poll; every 50 milliseconds if not set. */
	public WestmoonPlatformServer pollInterval(Duration pollInterval) {
		this.platform.pollInterval(pollInterval);
		return this;
	}

	/** Sets how long new tokens live; 7 days if not set, no known end if zero. */
	public WestmoonPlatformServer tokenLife(Duration tokenLife) {
		this.platform.tokenLife(tokenLife);
		return this;
	}

	/** Sets who confirms from now on, with every field of the user call's answer. */
	public WestmoonPlatformServer user(Map<String, ?> fields) {
		this.platform.user(fields);
		return this;
	}

	/** Tells somebody of every call, before its answer, on the thread that answers. */
	public WestmoonPlatformServer listener(Consumer<ReceivedCall> listener) {
		this.dispatcher.listener(listener);
		return this;
	}

	/** Fails every call of a kind from now on, until {@link #recover()}. */
	public void fail(Call call, Fault fault) {
		this.dispatcher.fail(call, fault);
	}

	/** Fails the next calls of a kind, after those that are already planned to fail. */
	public void fail(Call call, Fault fault, int times) {
		this.dispatcher.fail(call, fault, times);
	}

	/** Closes every call's connection without an answer until {@link #recover()}. */
	public void down() {
		this.dispatcher.goDown();
	}

	/** Forgets every fault. */
	public void recover() {
		this.dispatcher.recover();
	}

	/** Returns how many calls of a kind were received, also those that failed. */
	public int calls(Call call) {
		return this.dispatcher.calls(call);
	}

	/** Returns how many codes were given. */
	public int codes() {
		return this.platform.issuedCodes();
	}

	/** Returns how many codes can be scanned or confirmed now. */
	public int livingCodes() {
		return this.platform.livingCodes();
	}

	/** Returns how many polls were received, also those that failed. */
	public int polls() {
		return calls(Call.POLL);
	}

	/** Returns how many user calls were received, also those that failed. */
	public int infoCalls() {
		return calls(Call.INFO);
	}

	/** Returns how many business calls were received, also those that failed. */
	public int businessCalls() {
		return calls(Call.BUSINESS);
	}

	/** Returns how many business calls carried that access token. */
	public int businessCalls(String accessToken) {
		return this.dispatcher.businessCalls(accessToken);
	}

	/** Stops the server. Calls that are being answered are cut off. */
	@Override
	public void close() {
		this.others.forEach(MockWebServer::close);
		this.server.close();
	}

}
