/* Shows two processes that share a login, side by side. */
import {putPhoneBeside} from "./beside.js";
import {learn, onLanguage, say, switchLanguage, translate} from "./language.js";
import {Panel} from "./panel.js";
import {writeSteps} from "./story.js";
import {whileVisible} from "./visible.js";
import {facts, isUnderWay, present} from "./progress.js";
import texts from "./cluster-texts.js";

const byId = id => document.getElementById(id);
const PERIOD = 700;
const panels = new Map();
let cluster = null;
let phone = null;
let offline = false;

function write(id, text) {
	if (byId(id).textContent !== text) {
		byId(id).textContent = text;
	}
}

function render() {
	if (!cluster || !phone) {
		return;
	}
	const situation = {...cluster, phone};
	const [step, text] = offline ? [0, say("phoneOffline")] : present(situation);
	[...byId("steps").children].forEach((item, index) => {
		item.classList.toggle("past", index + 1 < step);
		if (index + 1 === step) {
			item.setAttribute("aria-current", "step");
		} else {
			item.removeAttribute("aria-current");
		}
	});
	write("now", text);
	write("facts", facts(situation));
	for (const replica of cluster.replicas) {
		if (!panels.has(replica.name)) {
			const panel = new Panel(replica, act);
			panels.set(replica.name, panel);
			byId("replicas").append(panel.element);
		}
		panels.get(replica.name).show(replica, cluster.login, isUnderWay(situation));
		panels.get(replica.name).tell({phone});
	}
	const opened = [...panels.values()].filter(panel => panel.isOpen());
	byId("both").disabled = !opened.length || !opened.every(panel => panel.isThere());
}

async function ask(path, options) {
	cluster = await (await fetch(path, options)).json();
}

async function act(name, action) {
	try {
		await ask(`cluster/${name}/${action}`, {method: "POST"});
	} catch (error) {
		offline = true;
	}
	render();
}

async function watch() {
	try {
		await ask("cluster");
		offline = false;
	} catch (error) {
		offline = true;
	}
	render();
}

byId("language").addEventListener("click", switchLanguage);
byId("both").addEventListener("click", () => panels.forEach(panel => panel.tell({search: true})));
await putPhoneBeside(byId("cluster"), news => {
	phone = news;
	render();
});
learn(texts);
onLanguage(() => {
	document.title = say("clusterTitle");
	translate(document.body);
	byId("language").textContent = say("otherLanguage");
	byId("language").lang = say("otherLanguage") === "English" ? "en" : "zh-CN";
	writeSteps();
	render();
});
byId("cluster").hidden = false;
whileVisible(watch, PERIOD);
