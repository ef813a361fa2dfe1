/* Puts the phone beside what it is for. */
import {mountPhone} from "./phone.js";

/* On a small screen the phone is far below. */
function jump(to, text) {
	const line = document.createElement("p");
	const link = document.createElement("a");
	line.className = "jump small";
	link.href = to;
	link.dataset.text = text;
	line.append(link);
	return line;
}

/* The phone's words are on a page of its own. */
export async function putPhoneBeside(desk, listener) {
	const page = new DOMParser().parseFromString(await (await fetch("phone")).text(), "text/html");
	const phone = document.importNode(page.querySelector(".phone"), true);
	const style = document.createElement("link");
	style.rel = "stylesheet";
	style.href = "phone.css";
	phone.querySelector("[data-text=phoneBack]").parentElement.replaceWith(jump(`#${desk.id}`, "toDesk"));
	document.getElementById("now").after(jump("#phone", "toPhone"));
	const login = document.getElementById("login");
	if (login) {
		login.append(jump("#phone", "toPhone"));
	}
	document.head.append(style);
	document.querySelectorAll("header, main").forEach(element => element.classList.add("with-phone"));
	desk.append(phone);
	mountPhone(phone, listener);
}
