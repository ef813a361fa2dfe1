/* The desk in a frame: the page around it says what goes on, and in which language. */
import "./desk.js";
import {onPhone} from "./desk.js";
import {language, learn, switchLanguage} from "./language.js";
import texts from "./phone-texts.js";

function hear({source, data}) {
	if (source !== parent) {
		return;
	}
	if (data.language !== language) {
		switchLanguage();
	}
	if (data.phone) {
		onPhone(data.phone);
	}
	if (data.search) {
		document.getElementById("search").requestSubmit();
	}
}

/* Only the page around it can show this one in a frame, and a height is no secret. */
function tellHeight() {
	parent.postMessage({height: Math.ceil(document.body.getBoundingClientRect().height)}, "*");
}

if (parent !== window) {
	learn(texts);
	const style = document.createElement("link");
	style.rel = "stylesheet";
	style.href = "replica.css";
	style.addEventListener("load", () => new ResizeObserver(tellHeight).observe(document.body));
	document.head.append(style);
	addEventListener("message", hear);
}
