/* One process: how it is, its desk in a frame, and the button that kills it. */
import {language, onLanguage, say} from "./language.js";

function make(kind, style) {
	const element = document.createElement(kind);
	element.className = style;
	return element;
}

export class Panel {

	constructor(replica, act) {
		this.name = replica.name;
		this.origin = `http://localhost:${replica.port}`;
		this.element = make("section", "card replica");
		this.title = make("h2", "");
		this.badge = make("p", "badge");
		this.end = make("button", "end plain small");
		this.place = make("div", "place");
		this.absent = make("div", "absent");
		this.why = make("p", "soft");
		this.start = make("button", "");
		this.frame = null;
		this.height = 0;
		this.title.id = `process-${this.name}`;
		this.end.id = `end-${this.name}`;
		this.start.id = `start-${this.name}`;
		this.end.type = this.start.type = "button";
		this.element.setAttribute("aria-labelledby", this.title.id);
		this.absent.append(this.why, this.start);
		this.place.append(this.absent);
		this.element.append(this.title, this.badge, this.end, this.place);
		this.end.addEventListener("click", () => this.press(this.end, act, "end"));
		this.start.addEventListener("click", () => this.press(this.start, act, "start"));
		addEventListener("message", event => this.hear(event));
		onLanguage(() => this.translate());
	}

	/* One press is enough, and whoever pressed it goes on with the button that makes sense next. */
	async press(button, act, action) {
		button.disabled = true;
		await act(this.name, action);
		const next = [this.start, this.end].find(other => !other.hidden && !other.disabled);
		if (next && document.activeElement === document.body) {
			next.focus();
		}
	}

	/* The desk in the frame says how high it is. With the phone below, it never gets lower, so that the phone does not
	   slip away from under a finger. */
	hear({source, data}) {
		if (this.frame && source === this.frame.contentWindow && data.height) {
			this.height = Math.max(data.height, matchMedia("(min-width: 60rem)").matches ? 0 : this.height);
			this.frame.style.height = `${this.height}px`;
			this.absent.hidden = this.there = true;
			this.tell({});
		}
	}

	/* Speaks to the desk, which has the language of this page. */
	tell(news) {
		if (this.isThere()) {
			this.frame.contentWindow.postMessage({...news, language}, this.origin);
		}
	}

	isOpen() {
		return Boolean(this.frame);
	}

	/* The desk in the frame has loaded and can be spoken to. */
	isThere() {
		return this.isOpen() && this.there;
	}

	show(replica, login, underWay) {
		this.replica = replica;
		this.holds = underWay && login.holder === replica.name;
		this.waits = underWay && !this.holds;
		this.openOrClose(replica.phase === "RUNNING");
		this.translate();
		const ended = replica.phase === "ENDED";
		this.element.classList.toggle("holds", this.holds && !ended);
		this.end.disabled = replica.phase !== "RUNNING";
		this.end.classList.toggle("plain", !this.holds || ended);
		this.start.hidden = !ended;
		this.start.disabled = !ended;
	}

	openOrClose(runs) {
		if (runs === this.isOpen()) {
			return;
		}
		if (runs) {
			this.frame = document.createElement("iframe");
			this.frame.id = `desk-${this.name}`;
			this.frame.src = `${this.origin}/`;
			this.height = 0;
			this.place.append(this.frame);
		} else {
			this.frame.remove();
			this.frame = null;
		}
		this.absent.hidden = this.there = false;
	}

	state() {
		switch (this.replica.phase) {
			case "STARTING": return ["", "isStarting"];
			case "ENDED": return ["bad", "hasEnded"];
			default: return this.holds ? ["good", "holds"] : this.waits ? ["warn", "waits"] : ["", "runs"];
		}
	}

	translate() {
		if (!this.replica) {
			return;
		}
		const [tone, badge] = this.state();
		const ended = this.replica.phase === "ENDED";
		this.badge.className = `badge ${tone}`;
		for (const [element, text] of [
			[this.title, say("process", this.name)], [this.badge, say(badge)], [this.end, say("end", this.name)],
			[this.start, say("startIt")], [this.why, say(ended ? "endedText" : "startingText")]
		]) {
			if (element.textContent !== text) {
				element.textContent = text;
			}
		}
		if (this.frame) {
			this.frame.title = say("deskOf", this.name);
		}
		this.tell({});
	}

}
