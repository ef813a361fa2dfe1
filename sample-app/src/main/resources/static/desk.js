/* The desk: asks for stock and follows the login. */
import {onLanguage, say, switchLanguage, translate} from "./language.js";
import {bringCode, reloadPage, showPage, showWho, time} from "./login.js";
import {tell, writeSteps} from "./story.js";
import {showStock} from "./table.js";
import {whileVisible} from "./visible.js";

const byId = id => document.getElementById(id);
const show = (id, visible) => byId(id).hidden = !visible;
const PERIOD = 1000;

let login = null;
let search = {phase: "idle", hadSession: false, waited: false};
let phone = null;
let problem = null;
let offline = false;
let products = null;
let repeat = null;
let seenSession = false;
let asking = new AbortController();
let begun = 0;
let newest = 0;

function render() {
	if (!login) {
		return;
	}
	if (search.phase === "asking" && login.attempt) {
		search.waited = true;
	}
	seenSession = seenSession || login.state === "LOGGED_IN";
	showWho(login);
	showProblem();
	show("result", Boolean(products && products.length));
	byId("hint").textContent = products && !products.length ? say("empty") : "";
	showPage(login, search.phase === "answered");
	tell({login, search, phone});
}

/* A login that has failed is the one problem that counts while the application answers: no search gets past it. */
function showProblem() {
	const failed = login.state === "FAILED" || login.state === "LOGGED_OUT";
	let words = null;
	if (offline) {
		words = [say("offline"), say(search.phase === "lost" ? "offline.lost" : "offline.text"), say("searchAgain")];
	} else if (failed && search.phase !== "asking") {
		const text = say(login.failure ? `FAILED.${login.failure}` : "LOGGED_OUT.text");
		words = [say(login.state), login.nextCodeAt ? `${text} ${say("nextCode", time(login.nextCodeAt))}` : text, say("loginAgain")];
	} else if (search.phase === "lost") {
		words = [say("lost"), say("lost.text"), say("searchAgain")];
	} else if (problem) {
		words = [...explain(problem), say("searchAgain")];
	}
	show("problem", Boolean(words));
	["problem-title", "problem-text", "again"].forEach((id, index) => {
		if (words && byId(id).textContent !== words[index]) {
			byId(id).textContent = words[index];
		}
	});
}

/* Somebody may have logged in since the call was answered. */
function explain({title, detail}) {
	if (title === "Login required" && login.state === "LOGGED_IN") {
		return [say("missed"), say("missedText")];
	}
	return say(title) ? [say(title), say(`${title}.text`) || detail || ""] : [say("unexpected"), say("unexpectedText")];
}

/* Readings may overtake one another; an older one does not replace a newer one. */
async function read() {
	const own = ++begun;
	const state = await fetch("login/state").then(answer => answer.json()).catch(() => null);
	if (own > newest) {
		newest = own;
		login = state || login || {state: "NONE", attempt: null, waiting: 0};
		offline = !state;
	}
}

async function look() {
	await read();
	render();
}

/* Calls the application; the answer may well come after a login only. A call that breaks off is lost, also when the
   application is back. */
async function call(url, use) {
	asking.abort();
	const own = asking = new AbortController();
	repeat = () => call(url, use);
	problem = null;
	search = {phase: "asking", hadSession: seenSession, waited: false};
	bringCode();
	render();
	try {
		const answer = await fetch(url, {signal: own.signal});
		// What the login has come to is known first, so that the answer and the code are not seen side by side.
		await read();
		if (own.signal.aborted) {
			return;
		}
		if (answer.ok) {
			await use(answer);
		} else {
			problem = await answer.json().catch(() => ({}));
		}
		search.phase = answer.ok ? "answered" : "failed";
	} catch (error) {
		if (own.signal.aborted) {
			return;
		}
		search.phase = "lost";
		await read();
	}
	render();
}

function find() {
	products = null;
	return call(`api/stock?${keyword()}`, async answer => {
		products = await answer.json();
		showStock(products);
	});
}

function save() {
	return call(`api/stock.csv?${keyword()}`, async answer => {
		const link = document.createElement("a");
		link.href = URL.createObjectURL(await answer.blob());
		link.download = "stock.csv";
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60000);
	});
}

const keyword = () => new URLSearchParams({keyword: byId("keyword").value});

/* Somebody who wants a new code wants the search to go on, too. */
async function again() {
	byId("go").focus({preventScroll: true});
	if (login.state === "FAILED" || login.state === "LOGGED_OUT") {
		search.phase = "asking";
		render();
		await fetch("login", {method: "POST"}).catch(() => null);
		search.phase = "idle";
		await look();
	}
	if (repeat) {
		await repeat();
	}
}

/* The demo's phone tells what it sees. */
export function onPhone(news) {
	phone = news;
	render();
}

onLanguage(() => {
	document.title = say("title");
	translate(document.body);
	byId("language").textContent = say("otherLanguage");
	byId("language").lang = say("otherLanguage") === "English" ? "en" : "zh-CN";
	writeSteps();
	if (products) {
		showStock(products);
	}
	reloadPage();
	render();
});
byId("language").addEventListener("click", switchLanguage);
byId("search").addEventListener("submit", event => {
	event.preventDefault();
	find();
});
byId("export").addEventListener("click", save);
byId("again").addEventListener("click", again);
byId("desk").hidden = false;
whileVisible(look, PERIOD);
