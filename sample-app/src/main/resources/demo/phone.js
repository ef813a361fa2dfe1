/* The demo's phone: sees what the platform knows and lets a person decide. */
import {learn, onLanguage, say, translate} from "./language.js";
import texts from "./phone-texts.js";
import {whileVisible} from "./visible.js";

const PERIOD = 1000;

learn(texts);

/* Brings a phone to life, and tells the listener whatever it sees. */
export function mountPhone(phone, listener) {
	const image = phone.querySelector("img");
	const status = phone.querySelector("[role=status]");
	const buttons = [...phone.querySelectorAll("button")];
	let seen = null;
	let acts = 0;
	let acting = 0;

	function possible(action) {
		return action === "up" || !seen.down && {
			scan: seen.status === "waiting", stranger: seen.status === "waiting",
			confirm: seen.status === "scanned", reject: seen.status === "scanned",
			expire: seen.living, revoke: seen.session, down: true
		}[action];
	}

	function label(button) {
		if (["down", "up"].includes(button.dataset.action)) {
			button.dataset.action = seen.down ? "up" : "down";
		}
		const name = document.createElement("strong");
		const does = document.createElement("small");
		name.textContent = say(button.dataset.action);
		does.textContent = say(`${button.dataset.action}Does`);
		if (button.textContent !== name.textContent + does.textContent) {
			button.replaceChildren(name, does);
		}
	}

	/* Where the focus was on a button that makes no sense any more, the next one that does gets it. */
	function show(news) {
		const focused = document.activeElement;
		const code = news.codes && `phone/code?${news.codes}`;
		if (code && image.getAttribute("src") !== code) {
			image.src = code;
		}
		seen = news;
		image.hidden = !news.living;
		phone.classList.toggle("down", news.down);
		buttons.forEach(button => {
			button.disabled = !possible(button.dataset.action);
			label(button);
		});
		if (buttons.includes(focused) && focused.disabled) {
			(buttons.find(button => !button.disabled) || status).focus();
		}
		const words = say(`code.${news.down ? "down" : news.status === "confirmed" && !news.session ? "revoked" : news.status || "none"}`);
		if (status.textContent !== words) {
			status.textContent = words;
		}
		listener(news);
	}

	async function ask(path, options) {
		const answer = await fetch(`phone/${path}`, options);
		return (answer.ok ? answer : await fetch("phone/state")).json();
	}

	async function act(action) {
		acts++;
		acting++;
		try {
			show(await ask(action, {method: "POST"}));
		} catch (error) {
			status.textContent = say("phoneOffline");
		} finally {
			acting--;
		}
	}

	/* What was seen before or during an act is old news by the time it comes. */
	async function watch() {
		const before = acts;
		try {
			const news = await ask("state");
			if (!acting && acts === before) {
				show(news);
			}
		} catch (error) {
			status.textContent = say("phoneOffline");
		}
	}

	buttons.forEach(button => button.addEventListener("click", () => act(button.dataset.action)));
	onLanguage(() => {
		translate(phone.parentElement);
		if (seen) {
			show(seen);
		}
	});
	whileVisible(watch, PERIOD);
}
