/* Which language is spoken, and the words on the page. */
import en from "./texts-en.js";
import zh from "./texts-zh.js";

const texts = {zh: {...zh}, en: {...en}};
const listeners = [];
const cookie = document.cookie.match(/(?:^|; )lang=(zh|en)(?:;|$)/);
const spoken = navigator.languages.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag in texts);
export let language = cookie ? cookie[1] : spoken || "en";

/* Returns a text, or nothing where there is none. A text may be a function of values. */
export function say(key, ...values) {
	const text = texts[language][key];
	return (typeof text === "function" ? text(...values) : text) || "";
}

/* Adds the texts of another part of the page. */
export function learn(more) {
	Object.assign(texts.zh, more.zh);
	Object.assign(texts.en, more.en);
}

/* Writes the words of all elements below one that name a text. */
export function translate(root) {
	for (const [attribute, write] of [
		["text", (element, text) => element.textContent = text],
		["placeholder", (element, text) => element.placeholder = text],
		["label", (element, text) => element.setAttribute("aria-label", text)]
	]) {
		root.querySelectorAll(`[data-${attribute}]`).forEach(element => write(element, say(element.dataset[attribute])));
	}
}

/* Calls back now and whenever another language is chosen. */
export function onLanguage(listener) {
	listeners.push(listener);
	listener();
}

/* The server hears of the choice through the cookie, since it has words of its own. */
export function switchLanguage() {
	language = language === "zh" ? "en" : "zh";
	document.cookie = `lang=${language}; path=/; max-age=31536000; samesite=lax`;
	listeners.forEach(listener => listener());
}

onLanguage(() => document.documentElement.lang = language === "zh" ? "zh-CN" : "en");
