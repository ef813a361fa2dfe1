"use strict";
(() => {
	const main = document.querySelector("main");
	const byId = id => document.getElementById(id);
	const texts = JSON.parse(byId("texts").textContent);
	const id = main.dataset.id;
	const csrf = document.querySelector("meta[name=csrf]");
	const LOOK = 20000;
	const POLL = 3000;
	const PATIENCE = 45000;
	const over = ["ACCEPTED", "FAILED", "ENDED"];
	let state = {state: "NEEDED"};
	let receivedAt = 0;
	let wholeLife = 0;
	let events = null;
	let silence = 0;
	let polling = false;
	let misses = 0;
	let refused = false;
	let pictureMissing = false;
	let lookTimer = 0;
	let looking = false;

	const say = (key, value) => (texts[key] || "").replace("{0}", () => value);

	function write(element, words) {
		if (element.textContent !== words) {
			element.textContent = words;
		}
		element.hidden = !words;
	}

	const left = seconds => Math.max(0, Math.ceil(seconds - (performance.now() - receivedAt) / 1000));
	const clock = seconds => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

	function words() {
		if (state.state === "ACCEPTED") {
			return [state.user ? say("ACCEPTED.as", state.user) : texts.ACCEPTED, texts["ACCEPTED.text"]];
		}
		const failed = state.state === "FAILED" || (state.state === "NEEDED" && state.problem === "PLATFORM");
		const key = failed ? `problem.${state.problem}` : state.state;
		return [texts[key] || texts.ENDED, texts[`${key}.text`] || texts["ENDED.text"]];
	}

	function render(next) {
		if (over.includes(state.state)) {
			return;
		}
		state = next;
		receivedAt = performance.now();
		const troubled = state.state === "NEEDED" && state.problem === "PLATFORM";
		main.dataset.state = troubled ? "TROUBLED" : state.state;
		const [heading, text] = words();
		write(byId("heading"), heading);
		write(byId("text"), text);
		document.title = `${heading} – ${texts.title}`;
		write(byId("warning"), ["NEEDED", "SHOWN"].includes(state.state) && texts[`warning.${state.problem}`] || "");
		showTrouble(refused);
		showCode(state.state === "SHOWN" ? state.code : null);
		showDetail();
		if (over.includes(state.state)) {
			stop();
		}
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
			byId("save").href = image.src;
		}
		image.hidden = !code || !image.naturalWidth;
		byId("on-phone").hidden = !code;
	}

	function showDetail() {
		const missing = pictureMissing && state.state === "SHOWN" ? texts["no.picture"] : "";
		write(byId("detail"), state.said ? say("said", state.said) : missing);
	}

	byId("code").addEventListener("load", () => {
		pictureMissing = false;
		byId("code").hidden = state.state !== "SHOWN";
		showDetail();
	});
	byId("code").addEventListener("error", () => {
		pictureMissing = true;
		byId("code").hidden = true;
		showDetail();
	});

	function tick() {
		let time = "";
		let part = 0;
		if (state.state === "SHOWN" && state.secondsLeft !== null) {
			const seconds = left(state.secondsLeft);
			time = seconds > 0 ? say("time.left", clock(seconds)) : "";
			part = wholeLife > 0 ? seconds / wholeLife : 0;
		} else if (state.retrySeconds) {
			const seconds = left(state.retrySeconds);
			const key = state.state === "FAILED" ? "time.next" : "time.retry";
			time = seconds > 0 ? say(key, clock(seconds)) : "";
		}
		byId("time").textContent = time;
		byId("life").style.transform = `scaleX(${part})`;
	}

	const patience = () => AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;

	/* Returns the status of the answer, 0 if there was none. */
	async function ask(path, options) {
		try {
			const answer = await fetch(`${id}/${path}`, {signal: patience(), ...options});
			if (answer.ok) {
				misses = 0;
				render(await answer.json());
			}
			return answer.status;
		} catch (error) {
			return 0;
		}
	}

	/* While an application starts again, its proxy may well know nothing of it: one 404 ends nothing. */
	function explain(status) {
		if (status === 404) {
			misses++;
			if (misses > 1) {
				render({state: "ENDED"});
			}
		} else {
			showTrouble(refused || status !== 200);
		}
	}

	function showTrouble(trouble) {
		write(byId("trouble"), trouble ? refused ? texts.refused : texts.offline : "");
	}

	const post = () => ask("code", {
		method: "POST",
		headers: csrf.content ? {[csrf.dataset.header]: csrf.content} : {}
	});

	/* A token that has come to its end with the browser's session is fetched anew. */
	async function renewToken() {
		try {
			const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
			const fresh = page.querySelector("meta[name=csrf]");
			const renewed = fresh && fresh.content && fresh.content !== csrf.content;
			if (renewed) {
				csrf.content = fresh.content;
			}
			return renewed;
		} catch (error) {
			return false;
		}
	}

	async function look() {
		clearTimeout(lookTimer);
		if (looking || document.visibilityState !== "visible" || over.includes(state.state)) {
			return;
		}
		looking = true;
		let status = await post();
		if (status === 403 && await renewToken()) {
			status = await post();
		}
		refused = [401, 403].includes(status);
		explain(status);
		looking = false;
		const retry = state.state === "NEEDED" && state.retrySeconds ? (left(state.retrySeconds) + 1) * 1000 : LOOK;
		lookTimer = setTimeout(look, misses ? POLL : Math.min(LOOK, retry));
	}

	function listen() {
		if (typeof EventSource === "undefined") {
			poll();
			return;
		}
		events = new EventSource(`${id}/events`);
		events.onmessage = message => {
			clearTimeout(silence);
			silence = setTimeout(poll, PATIENCE);
			render(JSON.parse(message.data));
		};
		events.onerror = () => {
			clearTimeout(silence);
			silence = setTimeout(poll, events.readyState === EventSource.CLOSED ? 0 : 8000);
		};
		silence = setTimeout(poll, 8000);
	}

	/* Where events do not come through, asks instead. */
	async function poll() {
		if (events) {
			events.close();
			events = null;
		}
		polling = true;
		while (polling && !over.includes(state.state)) {
			if (document.visibilityState === "visible") {
				explain(await ask("state"));
			}
			await new Promise(resolve => setTimeout(resolve, POLL));
		}
	}

	function stop() {
		clearTimeout(lookTimer);
		clearTimeout(silence);
		clearInterval(ticking);
		polling = false;
		if (events) {
			events.close();
			events = null;
		}
		if (window.parent === window) {
			byId("heading").focus();
		}
	}

	document.addEventListener("visibilitychange", look);
	const ticking = setInterval(tick, 1000);
	look();
	listen();
})();
