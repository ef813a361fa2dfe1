/* Puts the demo's phone beside the desk. */
import {onPhone} from "./desk.js";
import {mountPhone} from "./phone.js";

const page = new DOMParser().parseFromString(await (await fetch("phone")).text(), "text/html");
const desk = document.getElementById("desk");
const phone = document.importNode(page.querySelector(".phone"), true);

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

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = "phone.css";
phone.querySelector("[data-text=phoneBack]").parentElement.replaceWith(jump("#desk", "toDesk"));
document.getElementById("now").after(jump("#phone", "toPhone"));
document.head.append(style);
document.querySelectorAll("header, main").forEach(element => element.classList.add("with-phone"));
desk.append(phone);
mountPhone(phone, onPhone);
