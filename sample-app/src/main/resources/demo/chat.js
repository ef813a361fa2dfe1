/* The group chat in which the demo's robot shows the notices that it gets. */
import {language, learn, onLanguage, say, translate} from "./language.js";
import texts from "./chat-texts.js";
import {whileVisible} from "./visible.js";

const PERIOD = 1000;
const LINK = /(https?:\/\/\S+)/;

learn(texts);

function element(name, className, text) {
	const made = document.createElement(name);
	made.className = className;
	made.textContent = text || "";
	return made;
}

function named(name, className, text) {
	const made = element(name, className);
	made.dataset.text = text;
	return made;
}

/* Only the login page on this machine is worth a click; everything else stays a text. */
function isLoginPage(address) {
	try {
		const url = new URL(address);
		return ["localhost", "127.0.0.1"].includes(url.hostname) && url.pathname.startsWith("/westmoon/login/");
	} catch (error) {
		return false;
	}
}

/* A part of a line is a text, whatever stands in it, or a link. */
function part(text) {
	if (!LINK.test(text) || !isLoginPage(text)) {
		return document.createTextNode(text);
	}
	const link = element("a", "", text);
	link.href = text;
	link.target = "_blank";
	link.rel = "noopener";
	return link;
}

function words(message) {
	const bubble = element("div", "bubble");
	message.text.split("\n").forEach((line, index) => {
		const row = element(index ? "p" : "h3", "");
		row.append(...line.split(LINK).map(part));
		bubble.append(row);
	});
	if (message.mentioned.length) {
		const all = message.mentioned.map(who => who === "@all" ? say("chatAll") : `@${who}`);
		bubble.append(element("p", "mention", all.join(" ")));
	}
	return bubble;
}

function picture(message) {
	const bubble = element("div", "bubble");
	const image = element("img", "");
	image.alt = say("chatPicture");
	image.width = image.height = 160;
	image.src = `chat/picture/${message.number}`;
	bubble.append(image);
	return bubble;
}

function entry(message) {
	const item = element("div", "message");
	item.dataset.number = message.number;
	const head = element("p", "from");
	const time = element("time", "", new Date(message.at).toLocaleTimeString(language, {hour: "2-digit", minute: "2-digit", second: "2-digit"}));
	time.dateTime = message.at;
	head.append(named("b", "", "chatBot"), " ", named("span", "tag", "chatBotTag"), " ", time);
	item.append(head, message.text ? words(message) : picture(message));
	return item;
}

/* Where the chat is below the phone, a line on the phone leads there and tells how much there is to read. */
function lead(phone) {
	const line = element("p", "to-chat small");
	const link = element("a", "");
	link.href = "#chat";
	line.append(link);
	phone.querySelector(".screen").before(line);
	return count => {
		link.textContent = say("toChat", count);
	};
}

/* Puts a chat beside the phone. */
export function mountChat(phone) {
	const chat = element("section", "chat");
	chat.id = "chat";
	chat.dataset.label = "chat";
	const log = element("div", "log");
	log.setAttribute("role", "log");
	log.tabIndex = 0;
	log.dataset.label = "chatName";
	const hint = element("p", "soft small hint");
	const head = element("div", "chat-head");
	const style = element("link", "");
	const both = element("div", "beside");
	const tell = lead(phone);
	let messages = [];
	let shown = 0;

	/* Whoever reads older messages is not taken away from them. */
	function show() {
		const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
		const added = messages.filter(message => message.number > shown).map(entry);
		if (added.length) {
			shown = messages[messages.length - 1].number;
			[...log.children].filter(item => item.dataset.number < messages[0].number).forEach(item => item.remove());
			log.append(...added);
			translate(log);
			if (atEnd) {
				log.scrollTop = log.scrollHeight;
			}
		}
		hint.textContent = shown ? "" : say("chatEmpty");
		tell(shown);
	}

	async function watch() {
		const answer = await fetch("chat/messages").then(known => known.ok ? known.json() : null).catch(() => null);
		if (answer) {
			messages = answer;
			show();
		} else {
			hint.textContent = say("chatOffline");
		}
	}

	style.rel = "stylesheet";
	style.href = "chat.css";
	document.head.append(style);
	head.append(named("h2", "", "chatName"));
	chat.append(head, log, hint, named("p", "soft small", "chatIntro"));
	phone.replaceWith(both);
	both.append(phone, chat);
	onLanguage(() => {
		translate(both);
		log.replaceChildren();
		shown = 0;
		show();
	});
	whileVisible(watch, PERIOD);
}
