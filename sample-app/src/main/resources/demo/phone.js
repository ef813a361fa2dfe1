"use strict";

const texts = {
	zh: {
		title: "演示手机", intro: "它代替装了微信的手机，能看到应用正在展示的小程序码。要不要扫、要不要确认，由你决定。",
		scan: "扫码", confirm: "确认登录", reject: "拒绝", cancel: "取消",
		weather: "平台那边", expire: "让小程序码失效", revoke: "让登录失效", down: "平台断线", up: "平台恢复",
		back: "打开商品库存页面", none: "还没有小程序码，请先到商品库存页面查询一次。", isDown: "平台已断线。",
		waiting: "小程序码正等待扫码。", scanned: "已扫码，等待确认。", confirmed: "已确认，登录完成。",
		expired: "小程序码已失效。", rejected: "已拒绝登录。", canceled: "已取消登录。",
		noCode: "现在没有可以操作的小程序码。", offline: "应用没有响应。",
		revoked: "所有登录已失效：下一次查询会要求重新扫码。"
	},
	en: {
		title: "Demo phone", intro: "It stands in for WeChat: it sees the code that the application shows, and you decide.",
		scan: "Scan", confirm: "Confirm", reject: "Refuse", cancel: "Cancel",
		weather: "On the platform's side", expire: "End the code", revoke: "End the session", down: "Go down", up: "Come back",
		back: "Open the stock page", none: "No code yet. Search for something on the stock page.", isDown: "The platform is down.",
		waiting: "A code waits to be scanned.", scanned: "Scanned, waiting for your confirmation.", confirmed: "Confirmed, the login is done.",
		expired: "The code has ended.", rejected: "The login was refused.", canceled: "The login was cancelled.",
		noCode: "There is no code to scan now.", offline: "The application does not answer.",
		revoked: "All sessions have ended: the next search asks for a scan."
	}
};
const language = /^en\b/i.test(navigator.language || "") ? "en" : "zh";
const text = texts[language];
const byId = id => document.getElementById(id);
const buttons = Object.fromEntries([...document.querySelectorAll("[data-action]")].map(button => [button.dataset.action, button]));
let shown = 0;

document.documentElement.lang = language;
document.title = text.title;
document.querySelectorAll("[data-text]").forEach(element => element.textContent = text[element.dataset.text]);

function render(phone) {
	if (phone.codes !== shown) {
		shown = phone.codes;
		byId("code").src = `/phone/code?${shown}`;
	}
	byId("code").hidden = phone.codes === 0;
	byId("code").className = phone.living ? "" : "dead";
	const words = (phone.down ? text.isDown + " " : "") + (phone.status ? text[phone.status] || phone.status : text.none);
	if (byId("status").textContent !== words) {
		byId("status").textContent = words;
	}
	buttons.scan.disabled = !phone.living || phone.status !== "waiting";
	for (const action of ["confirm", "reject", "cancel"]) {
		buttons[action].disabled = !phone.living || phone.status !== "scanned";
	}
	buttons.expire.disabled = !phone.living;
	buttons.down.disabled = phone.down;
	buttons.up.disabled = !phone.down;
}

async function watch() {
	try {
		render(await (await fetch("/phone/state")).json());
	} catch (error) {
		byId("status").textContent = text.offline;
	}
	setTimeout(watch, 1000);
}

for (const [action, button] of Object.entries(buttons)) {
	button.addEventListener("click", async () => {
		const answer = await fetch(`/phone/${action}`, {method: "POST"}).catch(() => null);
		byId("said").textContent = !answer ? text.offline : !answer.ok ? text.noCode : action === "revoke" ? text.revoked : "";
		if (answer && answer.ok) {
			render(await answer.json());
		}
	});
}
watch();
