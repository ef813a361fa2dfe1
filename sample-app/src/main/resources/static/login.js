/* Shows who is logged in, and the starter's login page while a login is under way. */
import {language, say} from "./language.js";

const byId = id => document.getElementById(id);
const FAREWELL = 1500;
const MARGINS = 96;
let shown = null;
let leaving = 0;

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

/* A page that has seen the login through stays for a moment, to say so. */
export function showPage(login) {
	const id = login.attempt;
	if (id === shown) {
		return;
	}
	clearTimeout(leaving);
	shown = id;
	if (id) {
		open(id);
	} else {
		leaving = setTimeout(close, login.state === "LOGGED_IN" ? FAREWELL : 0);
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

/* A page with the focus hands it on to what it was opened for. */
function close() {
	const focused = byId("frame").contains(document.activeElement);
	byId("frame").replaceChildren();
	byId("login").hidden = true;
	if (focused) {
		(byId("result").hidden ? byId("keyword") : byId("result")).focus();
	}
}

/* Makes the frame as high as what the page says, whatever the page makes of the frame's height. It never shrinks,
   so that what is below does not slip away from under a finger. */
function fit(frame, page) {
	if (!page) {
		return;
	}
	const content = frame.contentDocument.createRange();
	content.selectNodeContents(page);
	let height = 0;
	const observer = new ResizeObserver(() => {
		height = Math.max(height, Math.ceil(content.getBoundingClientRect().height) + MARGINS);
		frame.style.height = `${height}px`;
	});
	[...page.children].forEach(child => observer.observe(child));
}
