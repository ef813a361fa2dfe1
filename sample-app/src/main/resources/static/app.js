"use strict";

const texts = {
	zh: {
		title: "商品库存", search: "搜索", keyword: "商品名称，例如 马克杯；留空则查全部", again: "重新获取小程序码",
		product: "商品", price: "价格", refresh: "刷新库存", waiting: "请先扫码登录，登录后自动显示结果",
		searching: "正在查询…", empty: "没有找到商品，换个关键词试试", hint: "输入关键词，看看各仓还有多少库存",
		offline: "应用没有响应，请确认它还在运行",
		NONE: "未登录", LOGGED_OUT: "已退出登录", PREPARING: "正在准备登录", CODE: "等待扫码", SCANNED: "等待确认", FAILED: "登录未完成",
		loggedIn: name => name ? `已登录：${name}` : "已登录",
		codeTitle: "请用微信扫码登录", codeText: "打开微信“扫一扫”，扫描这个小程序码，并在手机上确认。",
		codeTime: left => `小程序码还有 ${left} 失效`,
		scannedTitle: "已扫码", scannedText: "请在手机上点“确认登录”。",
		preparingTitle: "正在获取小程序码…",
		loggedOutTitle: "已退出登录", loggedOutText: "需要有人重新登录，查询才能继续。",
		failedTitle: "登录未完成",
		retryAt: time => `${time} 之后的查询会自动换一张新码，也可以现在重新获取。`,
		PLATFORM: "暂时无法连接西之月平台，没有拿到小程序码。", NOBODY_SCANNED: "小程序码已失效，没有人扫码确认。",
		REJECTED: "手机上拒绝了登录。", CANCELED: "手机上取消了登录。",
		WRONG_USER: "扫码的用户无权登录此账号，请换用账号本人的手机。",
		SESSION_REJECTED: "平台没有接受刚刚完成的登录。",
		problems: {
			"Login required": "需要先扫码登录，登录后请再查一次。",
			"Login not possible": "暂时无法登录，请稍后再试。",
			"Platform unreachable": "暂时无法连接西之月平台，请稍后再试。",
			"Platform failure": "西之月平台出了问题，请稍后再试。"
		}
	},
	en: {
		title: "Stock by site", search: "Search", keyword: "Product name, for instance mug; empty for all", again: "Get a new code",
		product: "Product", price: "Price", refresh: "Refresh stock", waiting: "Scan the code to log in; the result follows by itself",
		searching: "Searching…", empty: "No product found, try another keyword", hint: "Type a keyword to see what each site has in stock",
		offline: "The application does not answer; is it still running?",
		NONE: "Not logged in", LOGGED_OUT: "Logged out", PREPARING: "Preparing the login", CODE: "Waiting for a scan", SCANNED: "Waiting for a confirmation", FAILED: "Login not finished",
		loggedIn: name => name ? `Logged in: ${name}` : "Logged in",
		codeTitle: "Scan with WeChat to log in", codeText: "Open WeChat, tap “Scan”, scan this mini-program code and confirm on the phone.",
		codeTime: left => `The code ends in ${left}`,
		scannedTitle: "Scanned", scannedText: "Now confirm the login on the phone.",
		preparingTitle: "Getting a code…",
		loggedOutTitle: "Logged out", loggedOutText: "Somebody has to log in again before a search works.",
		failedTitle: "The login was not finished",
		retryAt: time => `A search after ${time} asks for a new code by itself, or get one now.`,
		PLATFORM: "The Westmoon platform cannot be reached, so there is no code.", NOBODY_SCANNED: "The code has ended and nobody confirmed it.",
		REJECTED: "The login was refused on the phone.", CANCELED: "The login was cancelled on the phone.",
		WRONG_USER: "That phone belongs to a user who may not log in here. Use the account's own phone.",
		SESSION_REJECTED: "The platform did not accept the login that it had just confirmed.",
		problems: {
			"Login required": "A login is needed first; search again after it.",
			"Login not possible": "No login is possible right now; try again later.",
			"Platform unreachable": "The Westmoon platform cannot be reached right now; try again later.",
			"Platform failure": "The Westmoon platform has a problem; try again later."
		}
	}
};
const language = /^en\b/i.test(navigator.language || "") ? "en" : "zh";
const text = texts[language];
const byId = id => document.getElementById(id);
const badgeStyle = {LOGGED_IN: "good", CODE: "warn", SCANNED: "warn", PREPARING: "warn", FAILED: "bad"};
let shownCode = null;
let codeEndsAt = null;
let searching = false;

document.documentElement.lang = language;
document.title = text.title;
document.querySelectorAll("[data-text]").forEach(element => element.textContent = text[element.dataset.text]);
document.querySelectorAll("[data-placeholder]").forEach(element => element.placeholder = text[element.dataset.placeholder]);
document.querySelectorAll("[data-label]").forEach(element => element.setAttribute("aria-label", text[element.dataset.label]));
byId("hint").textContent = text.hint;

function show(id, visible) {
	byId(id).hidden = !visible;
}

function cell(row, value, style) {
	const element = row.insertCell();
	element.textContent = value;
	if (style) {
		element.className = style;
	}
	return element;
}

function quantity(row, position, value) {
	const element = row.cells[position] || row.insertCell();
	element.textContent = value;
	element.className = value > 0 ? "number" : "number none";
}

function clock(instant) {
	return new Date(instant).toLocaleTimeString(language, {hour: "2-digit", minute: "2-digit", second: "2-digit"});
}

function tick() {
	const left = codeEndsAt ? Math.max(0, Math.round((new Date(codeEndsAt) - Date.now()) / 1000)) : 0;
	byId("login-time").textContent = left ? text.codeTime(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`) : "";
}

function render(state) {
	const badge = byId("badge");
	const label = state.state === "LOGGED_IN" ? text.loggedIn(state.user) : text[state.state];
	if (badge.textContent !== label) {
		badge.textContent = label;
		badge.className = `badge ${badgeStyle[state.state] || ""}`;
	}
	const code = state.state === "CODE" || state.state === "SCANNED" ? state.code : null;
	if (code !== shownCode) {
		shownCode = code;
		if (code) {
			byId("code").src = `login/code?${encodeURIComponent(code)}`;
		}
	}
	codeEndsAt = state.state === "CODE" ? state.codeEndsAt : null;
	show("code", Boolean(code));
	byId("code").alt = text.codeTitle;
	const [title, words] = {
		CODE: [text.codeTitle, text.codeText],
		SCANNED: [text.scannedTitle, text.scannedText],
		PREPARING: [text.preparingTitle, ""],
		LOGGED_OUT: [text.loggedOutTitle, text.loggedOutText],
		FAILED: [text.failedTitle, (text[state.failure] || "") + (state.nextCodeAt ? " " + text.retryAt(clock(state.nextCodeAt)) : "")]
	}[state.state] || ["", ""];
	if (byId("login-title").textContent !== title || byId("login-text").textContent !== words) {
		byId("login-title").textContent = title;
		byId("login-text").textContent = words;
	}
	show("login", Boolean(title));
	show("again", state.state === "FAILED" || state.state === "LOGGED_OUT");
	if (searching) {
		byId("hint").textContent = state.waiting > 0 ? text.waiting : text.searching;
	}
	tick();
}

async function watch() {
	try {
		render(await (await fetch("login/state")).json());
	} catch (error) {
		byId("badge").textContent = text.offline;
		byId("badge").className = "badge bad";
	}
	setTimeout(watch, 1000);
}

function fill(products) {
	const sites = products.length ? products[0].sites.map(site => site.site) : [];
	const head = byId("head");
	head.replaceChildren();
	[text.product, text.price, ...sites, ""].forEach((name, index) => {
		const element = document.createElement(name ? "th" : "td");
		element.textContent = name;
		element.className = index > 0 ? "number" : "";
		head.append(element);
	});
	byId("rows").replaceChildren();
	for (const product of products) {
		const row = byId("rows").insertRow();
		cell(row, language === "en" ? product.englishName : product.name);
		cell(row, `${product.price} ${product.currency}`, "number");
		product.sites.forEach((site, index) => quantity(row, index + 2, site.quantity));
		const button = document.createElement("button");
		button.className = "plain small";
		button.type = "button";
		button.textContent = text.refresh;
		button.addEventListener("click", () => refresh(product.id, row, button));
		cell(row, "", "number").append(button);
	}
	show("result", products.length > 0);
	byId("hint").textContent = products.length ? "" : text.empty;
}

async function call(url) {
	show("problem", false);
	searching = true;
	byId("hint").textContent = text.searching;
	try {
		const answer = await fetch(url);
		const body = await answer.json();
		if (answer.ok) {
			return body;
		}
		byId("problem").textContent = text.problems[body.title] || body.detail || body.title;
	} catch (error) {
		byId("problem").textContent = text.offline;
	} finally {
		searching = false;
		byId("hint").textContent = "";
	}
	show("problem", true);
	return null;
}

async function refresh(product, row, button) {
	button.disabled = true;
	const sites = await call(`api/stock/${encodeURIComponent(product)}`);
	(sites || []).forEach((site, index) => quantity(row, index + 2, site.quantity));
	button.disabled = false;
}

byId("search").addEventListener("submit", async event => {
	event.preventDefault();
	byId("go").disabled = true;
	show("result", false);
	const products = await call(`api/stock?keyword=${encodeURIComponent(byId("keyword").value)}`);
	if (products) {
		fill(products);
	}
	byId("go").disabled = false;
});
byId("again").addEventListener("click", () => fetch("login", {method: "POST"}).catch(() => {}));
setInterval(tick, 1000);
watch();
const asked = new URLSearchParams(location.search).get("keyword");
if (asked !== null) {
	byId("keyword").value = asked;
	byId("search").requestSubmit();
}
