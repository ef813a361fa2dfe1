package io.westmoon.login.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counts, fails and answers the calls to a fake platform. Thread-safe.
 */
final class PlatformDispatcher extends Dispatcher {

	private static final String BEARER = "Bearer ";

	private static final Map<String, String> GENERATE_QUERY = Map.of("scene", "login", "path",
			"p-user/pages/login/index", "source", "PCLogin");

	private static final Map<String, String> POLL_QUERY = Map.of("source", "xpw");

	private final BusinessApi business = new BusinessApi(JsonMapper.builder().build());

	private final MockWebServer server;

	private final FakePlatform platform;

	private final Map<Call, Integer> calls = new EnumMap<>(Call.class);

	private final Map<String, Integer> businessCalls = new HashMap<>();

	private final Map<Call, Deque<Planned>> faults = new EnumMap<>(Call.class);

	private boolean down;

	private volatile Refusal infoRefusal = Refusal.status(401);

	private volatile @Nullable Consumer<ReceivedCall> listener;

	PlatformDispatcher(MockWebServer server, FakePlatform platform) {
		this.server = server;
		this.platform = platform;
	}

	void listener(Consumer<ReceivedCall> listener) {
		this.listener = listener;
	}

	void envelope(Envelope envelope) {
		this.business.envelope(envelope);
	}

	void refusal(Call call, Refusal refusal) {
		if (call == Call.BUSINESS) {
			this.business.refusal(refusal);
		}
		else if (call == Call.INFO && !refusal.isPoorer()) {
			this.infoRefusal = refusal;
		}
		else {
			throw new IllegalArgumentException("The call " + call + " cannot be refused so");
		}
	}

	synchronized void fail(Call call, Fault fault) {
		this.faults.remove(call);
		fail(call, fault, Integer.MAX_VALUE);
	}

	synchronized void fail(Call call, Fault fault, int times) {
		this.faults.computeIfAbsent(call, (key) -> new ArrayDeque<>()).add(new Planned(fault, times));
	}

	synchronized void recover() {
		this.faults.clear();
		this.down = false;
	}

	synchronized void goDown() {
		this.down = true;
	}

	synchronized int calls(Call call) {
		return this.calls.getOrDefault(call, 0);
	}

	synchronized int businessCalls(String accessToken) {
		return this.businessCalls.getOrDefault(accessToken, 0);
	}

	@Override
	public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
		forgetOneRequest(this.server);
		return dispatchOnce(request);
	}

	/**
	 * Returns what dispatches the calls to one more server in the same way.
	 */
	Dispatcher of(MockWebServer another) {
		return new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
				forgetOneRequest(another);
				return dispatchOnce(request);
			}

		};
	}

	private MockResponse dispatchOnce(RecordedRequest request) {
		String path = request.getUrl().encodedPath();
		Call call = switch (path) {
			case "/umc/miniprogram/qrcode/generate" -> Call.GENERATE;
			case "/umc/miniprogram/qrcode/poll" -> Call.POLL;
			case "/umc/user/user/info" -> Call.INFO;
			default -> BusinessApi.has(path) ? Call.BUSINESS : null;
		};
		if (call == null) {
			return envelope(404, 404, "no such path", null);
		}
		Fault fault = receive(call, request);
		this.platform.changed();
		if (fault != null && !fault.takesEffect()) {
			tell(call, request, null);
			return fault.apply(null);
		}
		MockResponse healthy = answer(call, path, request);
		tell(call, request, healthy);
		return (fault != null) ? fault.apply(healthy) : healthy;
	}

	private void tell(Call call, RecordedRequest request, @Nullable MockResponse answer) {
		Consumer<ReceivedCall> listener = this.listener;
		if (listener != null) {
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			request.getHeaders().forEach((header) -> headers.put(header.getFirst(), header.getSecond()));
			listener.accept(new ReceivedCall(call, request.getUrl().uri(), headers, text(answer)));
		}
	}

	private static @Nullable String text(@Nullable MockResponse answer) {
		MockResponseBody body = (answer != null) ? answer.getBody() : null;
		if (body == null) {
			return null;
		}
		Buffer text = new Buffer();
		try {
			body.writeTo(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.readUtf8();
	}

	/**
	 * Keeps MockWebServer from remembering every request of a demo that runs for days.
	 */
	private static void forgetOneRequest(MockWebServer server) throws InterruptedException {
		server.takeRequest(0, TimeUnit.NANOSECONDS);
	}

	private synchronized @Nullable Fault receive(Call call, RecordedRequest request) {
		this.calls.merge(call, 1, Integer::sum);
		if (call == Call.BUSINESS) {
			this.businessCalls.merge(token(request), 1, Integer::sum);
		}
		if (this.down) {
			return Fault.reset();
		}
		Deque<Planned> planned = this.faults.get(call);
		Planned first = (planned != null) ? planned.poll() : null;
		if (planned == null || first == null) {
			return null;
		}
		if (first.times() > 1) {
			planned.addFirst(new Planned(first.fault(), first.times() - 1));
		}
		return first.fault();
	}

	private MockResponse answer(Call call, String path, RecordedRequest request) {
		if (!request.getMethod().equals(BusinessApi.method(path))) {
			return envelope(405, 405, "method not allowed", null);
		}
		return switch (call) {
			case GENERATE -> {
				String problem = problem(request, GENERATE_QUERY, List.of("client_id", "envVersion"));
				yield (problem != null) ? envelope(400, 400, problem, null) : ok(this.platform.generate());
			}
			case POLL -> {
				String problem = problem(request, POLL_QUERY, List.of("scan_token"));
				yield (problem != null) ? envelope(400, 400, problem, null)
						: ok(this.platform.poll(parameter(request, "scan_token")));
			}
			case INFO -> {
				Map<String, Object> owner = this.platform.owner(token(request));
				yield (owner != null) ? ok(owner) : this.business.refuse(this.infoRefusal);
			}
			case BUSINESS -> business(path, request);
		};
	}

	private MockResponse business(String path, RecordedRequest request) {
		boolean valid = this.platform.owner(token(request)) != null;
		return (valid && this.platform.isForbidden()) ? envelope(401, 40103, "没有访问权限，请联系管理员", null)
				: this.business.answer(path, request, valid);
	}

	private static @Nullable String problem(RecordedRequest request, Map<String, String> exact, List<String> present) {
		for (Map.Entry<String, String> parameter : exact.entrySet()) {
			if (!parameter.getValue().equals(request.getUrl().queryParameter(parameter.getKey()))) {
				return "parameter " + parameter.getKey() + " must be " + parameter.getValue();
			}
		}
		for (String name : present) {
			if (request.getUrl().queryParameter(name) == null) {
				return "parameter " + name + " is missing";
			}
		}
		return null;
	}

	private static String parameter(RecordedRequest request, String name) {
		String value = request.getUrl().queryParameter(name);
		return (value != null) ? value : "";
	}

	private static String token(RecordedRequest request) {
		String authorization = request.getHeaders().get("Authorization");
		return (authorization != null && authorization.startsWith(BEARER)) ? authorization.substring(BEARER.length())
				: "";
	}

	private MockResponse ok(Map<String, Object> data) {
		return envelope(200, 0, "success", data);
	}

	private MockResponse envelope(int status, int code, String msg, @Nullable Map<String, Object> data) {
		return this.business.envelope(status, code, msg, data);
	}

	private record Planned(Fault fault, int times) {

	}

}
