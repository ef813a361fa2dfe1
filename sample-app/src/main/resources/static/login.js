/* Shows who is logged in, and the starter's login page while a login is under way. */
import {language, say} from "./language.js";

const byId = id => document.getElementById(id);
const FAREWELL = 1500;
const MARGINS = 96;
let shown = null;
let leaving = 0;
let wanted = false;

function when(instant) {
	return new Date(instant).toLocaleString(language, {month: "short", day: "numeric", hour: "2-digit", minute: "2-digit"});
}

export function time(instant) {
	return new Date(instant).toLocaleTimeString(language, {hour: "2-digit", minute: "2-digit", second: "2-digit"});
}

function who(login) {
	if (login.state === "LOGGED_IN") {
		return ["good", say("loggedIn", login.user, login.sessionEndsAt && when(login.sessionEndsAt))];
	}
	const key = login.attempt ? "loginRunning" : {FAILED: "loginFailed", LOGGED_OUT: "loggedOut"}[login.state] || "nobody";
	return [login.attempt ? "warn" : login.state === "FAILED" ? "bad" : "", say(key)];
}

export function showWho(login) {
	const [tone, text] = who(login);
	if (byId("who").textContent !== text) {
		byId("who").textContent = text;
	}
	byId("who").className = `badge ${tone}`;
	byId("waiting").textContent = login.waiting > 0 ? say("waiting", login.waiting) : "";
	byId("waiting").hidden = login.waiting === 0;
}

/* A page that has seen the login through stays for a moment, to say so, unless there is an answer to take its place. */
export function showPage(login, answered) {
	const id = login.attempt;
	if (id !== shown) {
		clearTimeout(leaving);
		shown = id;
		if (id) {
			open(id);
		} else if (!answered) {
			leaving = setTimeout(close, login.state === "LOGGED_IN" ? FAREWELL : 0);
		}
	}
	if (!id && answered) {
		clearTimeout(leaving);
		close();
	}
}

/* Whoever searches wants to see the code, unless the person has moved on by the time it comes. In a frame the page
   around decides what is seen. */
export function bringCode() {
	wanted = parent === window;
	const frame = byId("frame").querySelector("iframe");
	const code = frame && frame.contentDocument && frame.contentDocument.getElementById("code");
	if (code) {
		reveal(frame, code);
	}
}

for (const move of ["wheel", "touchmove", "pointerdown", "keydown"]) {
	addEventListener(move, () => wanted = false, {passive: true});
}

/* Scrolls to a picture of which a part cannot be seen. */
function reveal(frame, code) {
	const {top, height} = code.getBoundingClientRect();
	if (!wanted || !height || !frame.offsetHeight) {
		return;
	}
	wanted = false;
	const above = frame.getBoundingClientRect().top + top;
	if (above < 0 || above + height > innerHeight) {
		const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
		scrollBy({top: above - Math.max(0, (innerHeight - height) / 2), behavior: still ? "instant" : "smooth"});
	}
}

/* Loads the page anew, for instance in another language. */
export function reloadPage() {
	if (shown) {
		open(shown);
	}
}

/* A new frame leaves no trace in the browser's history. It is shown once it has something to say. */
function open(id) {
	const frame = document.createElement("iframe");
	frame.title = say("loginPage");
	frame.src = `westmoon/login/${encodeURIComponent(id)}`;
	frame.addEventListener("load", () => welcome(frame));
	byId("frame").replaceChildren(frame);
}

/* A login that ended before its page was there has nothing to scan. */
function welcome(frame) {
	const page = frame.contentDocument && frame.contentDocument.querySelector("main");
	if (page && page.dataset.state === "DEAD") {
		close();
	} else {
		byId("login").hidden = false;
		fit(frame, page);
	}
}

/* A page with the focus hands it on to what it was opened for, and whoever looks at the page sees that from its top. */
function close() {
	const focused = byId("frame").contains(document.activeElement);
	const {top, bottom} = byId("login").getBoundingClientRect();
	const watched = top < innerHeight / 2 && bottom > innerHeight / 2;
	byId("frame").replaceChildren();
	byId("login").hidden = true;
	const next = byId("result").hidden ? byId("keyword") : byId("result");
	if (focused) {
		next.focus({preventScroll: true});
	}
	if (watched && parent === window && next.getBoundingClientRect().top < 0) {
		next.scrollIntoView();
	}
}

/* Nothing slips away from under a finger that is on something below the frame. */
function resize(frame, height) {
	const held = document.activeElement || document.body;
	const before = held.getBoundingClientRect().top;
	frame.style.height = `${height}px`;
	scrollBy(0, held.getBoundingClientRect().top - before);
}

/* Makes the frame as high as what the page says, whatever the page makes of the frame's height. */
function fit(frame, page) {
	if (!page) {
		return;
	}
	const content = frame.contentDocument.createRange();
	content.selectNodeContents(page);
	const observer = new ResizeObserver(() => {
		resize(frame, Math.ceil(content.getBoundingClientRect().height) + MARGINS);
	});
	[...page.children].forEach(child => observer.observe(child));
	const code = page.querySelector("#code");
	if (code) {
		code.addEventListener("load", () => reveal(frame, code));
		reveal(frame, code);
	}
}
