/* Tells which step of the story is the present one, and what to say about it. */
import {say} from "./language.js";

const byId = id => document.getElementById(id);

/* The phone of the demo has words of its own, which say what to press there. */
const words = (key, phone) => phone && say(`${key}OnPhone`) || say(key);

function present({login, search, phone}) {
	const again = search.hadSession;
	if (login.attempt) {
		const key = login.failure === "PLATFORM" ? "noCode"
			: login.state === "SCANNED" ? "scanned"
			: login.state !== "CODE" ? "preparing"
			: login.failure === "WRONG_USER" ? "stranger"
			: again ? "codeAgain" : "code";
		return [again ? 4 : 2, key];
	}
	if (login.state === "FAILED" || login.state === "LOGGED_OUT") {
		return [again ? 4 : 2, login.state === "FAILED" ? "gaveUp" : ""];
	}
	if (search.phase === "asking") {
		return [again ? 3 : 1, "asking"];
	}
	if (phone && phone.down) {
		return [1, search.phase === "failed" ? "downSaid" : "down"];
	}
	if (phone && !phone.session && login.state === "LOGGED_IN") {
		return [4, "revoked"];
	}
	if (search.phase === "answered") {
		return search.waited ? again ? [4, "repeated"] : [3, "wentOn"] : [3, "atOnce"];
	}
	return [1, search.phase === "failed" || search.phase === "lost" ? "" : login.state === "LOGGED_IN" ? "startLoggedIn" : "start"];
}

export function tell(situation) {
	const [step, key] = present(situation);
	[...byId("steps").children].forEach((item, index) => {
		item.classList.toggle("past", index + 1 < step);
		if (index + 1 === step) {
			item.setAttribute("aria-current", "step");
		} else {
			item.removeAttribute("aria-current");
		}
	});
	const text = words(key, situation.phone);
	if (byId("now").textContent !== text) {
		byId("now").textContent = text;
	}
}

export function writeSteps() {
	byId("steps").replaceChildren(...[1, 2, 3, 4].map(number => {
		const item = document.createElement("li");
		const title = document.createElement("strong");
		const text = document.createElement("span");
		title.textContent = say(`step${number}`);
		text.textContent = say(`step${number}Text`);
		item.append(title, text);
		return item;
	}));
}
