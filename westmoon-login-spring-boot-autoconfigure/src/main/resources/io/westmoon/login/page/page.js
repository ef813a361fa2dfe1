"use strict";
(() => {
	const main = document.querySelector("main");
	const byId = id => document.getElementById(id);
	const texts = JSON.parse(byId("texts").textContent);
	const id = main.dataset.id;
	const csrf = document.querySelector("meta[name=csrf]");
	const [save, back, again] = ["save", "back", "again"].map(name => byId(name).firstElementChild);
	const agent = navigator.userAgent;
	const touch = matchMedia("(pointer: coarse)").matches || /Android|iPhone|iPad/.test(agent);
	/* WeCom names WeChat as well, so WeChat comes last. */
	const apps = {wecom: /wxwork/i, dingtalk: /DingTalk/i, feishu: /\b(Lark|Feishu)\b/i, wechat: /MicroMessenger/i};
	const app = Object.keys(apps).find(name => apps[name].test(agent)) || "";
	const place = !touch ? "" : app === "wechat" ? ".wechat" : app ? ".app" : ".phone";
	/* A download on iOS is not among the photos, where WeChat looks for it. Browsers within apps have no downloads. */
	const downloads = place === ".phone" && !/iPhone|iPad|iPod|Macintosh/.test(agent);
	const LOOK = 20000;
	const POLL = 3000;
	const PATIENCE = 45000;
	const FIRST_NEWS = 8000;
	let state = {state: "NEEDED"};
	let receivedAt = 0;
	let wholeLife = 0;
	let events = null;
	let streams = typeof EventSource !== "undefined";
	let heard = false;
	let news = 0;
	let misses = 0;
	let refused = "";
	let pictureMissing = false;
	let codeAgain = "";
	let lookTimer = 0;
	let looking = false;
	let trying = false;
	let large = false;
	let snoozing = false;
	let quietUntil = 0;

	const say = (key, value) => (texts[key] || "").replace("{0}", () => value);
	const visible = () => document.visibilityState === "visible";
	const isOver = () => ["ACCEPTED", "FAILED", "ENDED", "DEAD"].includes(state.state);

	function write(element, words) {
		if (element.textContent !== words) {
			element.textContent = words;
		}
		element.hidden = !words;
	}

	const left = seconds => Math.max(0, Math.ceil(seconds - (performance.now() - receivedAt) / 1000));
	const clock = seconds => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
	const isTroubled = () => state.state === "NEEDED" && state.problem === "PLATFORM";
	const showsCode = () => state.state === "SHOWN" || (state.state === "SCANNED" && codeAgain === state.code);

	const isRefused = () => refused && state.state === "NEEDED";

	function words() {
		if (isRefused()) {
			return [texts[refused], texts[`${refused}.text`]];
		}
		if (state.state === "ACCEPTED" && state.user) {
			return [say("ACCEPTED.as", state.user), texts["ACCEPTED.text"]];
		}
		const failed = state.state === "FAILED" || isTroubled();
		const key = failed ? `problem.${state.problem}` : showsCode() ? `SHOWN${large ? "" : place}` : state.state;
		const name = texts[`app.${app}`];
		return [texts[key] || texts.ENDED, say(`${key}.text`, name) || texts["ENDED.text"]];
	}

	function render(next) {
		const wasOver = isOver();
		state = next;
		receivedAt = performance.now();
		noteQuiet();
		show();
		if (isOver() && !wasOver) {
			stop();
		}
	}

	function show() {
		main.dataset.state = isTroubled() || isRefused() ? "TROUBLED" : showsCode() ? "SHOWN" : state.state;
		const [heading, text] = words();
		write(byId("heading"), heading);
		write(byId("text"), text);
		byId("asks").hidden = !!state.renewal;
		byId("renews").hidden = !state.renewal;
		document.title = `${heading} – ${texts.title}`;
		write(byId("warning"), ["NEEDED", "SHOWN"].includes(state.state) && texts[`warning.${state.problem}`] || "");
		showTrouble(false);
		showCode(showsCode() ? state.code : null);
		showElsewhere();
		showDetail();
		byId("back").hidden = state.state !== "SCANNED" || showsCode() || !state.code;
		byId("again").hidden = !state.again;
		tick();
	}

	/* A picture that did not come is asked for again with the next news. */
	function showCode(code) {
		const image = byId("code");
		const another = code && image.dataset.name !== code;
		if (another) {
			image.dataset.name = code;
			wholeLife = state.secondsLeft;
		}
		if (another || (code && pictureMissing)) {
			image.src = `${id}/${code}`;
			save.href = image.src;
		}
		image.hidden = !code || !image.naturalWidth;
		byId("save").hidden = !code || !downloads;
	}

	/* Whoever opens the page on the phone that has WeChat may rather scan it from another screen. */
	function showElsewhere() {
		const shown = touch && showsCode();
		byId("elsewhere").hidden = !shown;
		main.classList.toggle("large", shown && large);
		byId("enlarge").textContent = texts[large ? "shrink" : "enlarge"];
	}

	/* Where several processes share a login, news of a moment ago may not know yet that people are left in peace. */
	function noteQuiet() {
		quietUntil = Math.max(quietUntil, Date.now() + (state.quietSeconds || 0) * 1000);
	}

	/* Told to the minute, and with the day where that is not at hand. */
	function showQuiet() {
		const seconds = (quietUntil - Date.now()) / 1000;
		const options = {hour: "2-digit", minute: "2-digit"};
		if (seconds > 43200) {
			options.month = options.day = "numeric";
		}
		const until = new Date(quietUntil).toLocaleString(document.documentElement.lang, options);
		write(byId("quiet"), seconds > 1 ? say("snooze.until", until) : texts["snooze.text"]);
		byId("later").hidden = typeof state.quietSeconds !== "number" || large;
	}

	/* A browser within an app may have no clipboard, or refuse it. The link stays selected, to be copied by hand. */
	function copyLink() {
		const link = byId("link");
		const tell = key => {
			write(byId("copied"), texts[key]);
			byId("copied").scrollIntoView(false);
		};
		link.value = location.origin + location.pathname;
		link.hidden = false;
		link.focus();
		link.setSelectionRange(0, link.value.length);
		if (document.execCommand && document.execCommand("copy")) {
			tell("copied");
			return;
		}
		tell("copy.by.hand");
		if (navigator.clipboard) {
			navigator.clipboard.writeText(link.value).then(() => tell("copied"), () => {});
		}
	}

	function showDetail() {
		const missing = pictureMissing && showsCode() ? texts["no.picture"] : "";
		write(byId("detail"), state.said ? say("said", state.said) : missing);
	}

	function pictureCame(here) {
		pictureMissing = !here;
		byId("code").hidden = !here || !showsCode();
		showDetail();
	}

	function tick() {
		let time = "";
		let part = 0;
		const retry = state.retrySeconds ? left(state.retrySeconds) : 0;
		if (["SHOWN", "SCANNED"].includes(state.state) && state.secondsLeft !== null) {
			const seconds = left(state.secondsLeft);
			time = seconds > 0 ? say("time.left", clock(seconds)) : "";
			part = wholeLife > 0 ? seconds / wholeLife : 0;
		} else if (retry > 0 && !state.again) {
			time = say(state.state === "FAILED" ? "time.next" : "time.retry", clock(retry));
		}
		byId("time").textContent = time;
		byId("life").style.transform = `scaleX(${part})`;
		again.disabled = retry > 0 || trying;
		showQuiet();
		byId("snooze").disabled = snoozing;
		again.textContent = retry > 0 ? say("again.in", clock(retry)) : texts.again;
	}

	/* Asks as a script does: a login that is missing is told by a status then, neither by a dialog nor by a page. With
	   the page's own referrer policy, an old Chromium may name no origin. */
	function call(path, method) {
		const headers = {"X-Requested-With": "XMLHttpRequest"};
		if (method && csrf.content) {
			headers[csrf.dataset.header] = csrf.content;
		}
		const patience = new AbortController();
		setTimeout(() => patience.abort(), PATIENCE);
		return fetch(path, {method: method || "GET", headers, signal: patience.signal, credentials: "same-origin",
			redirect: "manual", referrerPolicy: "same-origin"});
	}

	const statusOf = answer => answer.type === "opaqueredirect" ? 401 : answer.status;

	/* Returns the status of the answer, 0 if there was none. An answer that is no JSON is somebody else's, as a proxy's
	   that wants a login. */
	async function ask(path, method) {
		try {
			const answer = await call(`${id}/${path}`, method);
			if (answer.ok) {
				const told = await answer.json().catch(() => null);
				if (told === null) {
					return 401;
				}
				misses = 0;
				if (told.next) {
					location.replace(told.next);
				} else if (!isOver() || path === "again") {
					render(told);
				}
			}
			return statusOf(answer);
		} catch (error) {
			return 0;
		}
	}

	/* Where the browser's session has come to its end, the page is fetched anew, and with it a token that counts. */
	async function post(path) {
		const status = await ask(path, "POST");
		refused = "";
		if (status !== 401 && status !== 403) {
			return status;
		}
		try {
			const answer = await call(id);
			const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html")
				.querySelector("meta[name=csrf]");
			if (fresh) {
				csrf.content = fresh.content;
				csrf.dataset.header = fresh.dataset.header;
				const second = await ask(path, "POST");
				refused = [401, 403].includes(second) ? "refused" : "";
				return second;
			}
			const whole = answer.ok ? 401 : statusOf(answer);
			refused = {401: "log.in", 403: "refused"}[whole] || "";
			return whole;
		} catch (error) {
			return 0;
		}
	}

	/* While an application starts again, its proxy may well know nothing of it: one 404 ends nothing. */
	function explain(status) {
		if (status === 404) {
			misses++;
			if (misses > 1 && !isOver()) {
				render({state: "DEAD"});
			}
		} else {
			show();
			showTrouble(status !== 200);
		}
	}

	function showTrouble(trouble) {
		write(byId("trouble"), refused ? isRefused() ? "" : texts[`${refused}.text`] : trouble ? texts.offline : "");
		byId("reopen").hidden = !refused;
	}

	async function look() {
		clearTimeout(lookTimer);
		if (looking || !visible() || isOver()) {
			return;
		}
		looking = true;
		explain(await post("code"));
		looking = false;
		const retry = state.state === "NEEDED" && state.retrySeconds ? (left(state.retrySeconds) + 1) * 1000 : LOOK;
		lookTimer = setTimeout(look, misses ? POLL : Math.min(LOOK, retry));
	}

	/* Events tell of news. A stream that ended is opened again only once an ordinary request was answered. */
	function listen() {
		hangUp();
		heard = false;
		events = new EventSource(`${id}/events`);
		events.onmessage = message => {
			heard = true;
			lose(PATIENCE);
			render(JSON.parse(message.data));
		};
		events.onerror = lost;
		lose(FIRST_NEWS);
	}

	function lose(patience) {
		clearTimeout(news);
		news = setTimeout(lost, patience);
	}

	/* Where events do not come through at all, the page asks instead. */
	function lost() {
		streams = heard;
		follow(heard ? POLL : 0);
	}

	function hangUp() {
		clearTimeout(news);
		if (events) {
			events.close();
			events = null;
		}
	}

	function follow(pause) {
		hangUp();
		news = setTimeout(async () => {
			if (!visible() || isOver()) {
				return;
			}
			const status = await ask("state");
			explain(status);
			if (status === 200 && streams && !isOver()) {
				listen();
			} else if (!isOver()) {
				follow(POLL);
			}
		}, pause);
	}

	function stop() {
		clearTimeout(lookTimer);
		hangUp();
		if (window.parent === window) {
			byId("heading").focus();
		}
	}

	function come() {
		if (visible() && !isOver()) {
			look();
			if (!events) {
				follow(0);
			}
		}
	}

	byId("code").addEventListener("load", () => pictureCame(true));
	byId("code").addEventListener("error", () => pictureCame(false));
	back.addEventListener("click", () => {
		codeAgain = state.code;
		show();
		byId("heading").focus();
	});
	again.addEventListener("click", async () => {
		trying = true;
		tick();
		const status = await post("again");
		trying = false;
		if (status === 404) {
			location.reload();
		} else if (status !== 200) {
			showTrouble(true);
		}
		tick();
	});
	byId("snooze").addEventListener("click", async () => {
		snoozing = true;
		tick();
		const status = await post("snooze");
		snoozing = false;
		explain(status);
		tick();
	});
	byId("copy").addEventListener("click", copyLink);
	byId("enlarge").addEventListener("click", () => {
		large = !large;
		show();
		byId("code").scrollIntoView();
	});
	document.addEventListener("visibilitychange", come);
	setInterval(tick, 1000);
	if (window.parent !== window) {
		byId("reopen").firstElementChild.target = "_blank";
	}
	render(JSON.parse(main.dataset.view));
	if (visible() && !isOver()) {
		look();
		if (streams) {
			listen();
		} else {
			follow(0);
		}
	}
})();
