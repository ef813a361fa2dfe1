"use strict";
(() => {
	const PERIOD = 5000;
	const list = document.querySelector(".accounts");
	const field = document.querySelector("input[type=hidden]");
	let shown = Array.from(list.children).map(row => row.outerHTML);
	let offset = list.dataset.now - Date.now();
	let asking = false;

	function show(time) {
		const at = new Date(time.dateTime);
		try {
			time.textContent = at.toLocaleString(document.documentElement.lang, {dateStyle: "medium", timeStyle: "short"});
		} catch (error) {
			time.textContent = at.toLocaleString();
		}
	}

	function tick() {
		list.querySelectorAll("[data-end]").forEach(line => {
			const seconds = Math.ceil((line.dataset.end - offset - Date.now()) / 1000);
			line.hidden = !(seconds > 0);
			line.textContent = line.dataset.text
				.replace("{0}", `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
		});
	}

	/* Replaces what is new only, and keeps the focus where it was. */
	function update(page) {
		const next = page.querySelector(".accounts");
		const rows = Array.from(next.children);
		const focused = Array.from(list.children).findIndex(row => row.contains(document.activeElement));
		offset = next.dataset.now - Date.now();
		field.value = page.querySelector("input[type=hidden]").value;
		rows.forEach((row, i) => {
			const html = row.outerHTML;
			if (html !== shown[i]) {
				const fresh = document.importNode(row, true);
				fresh.querySelectorAll("time").forEach(show);
				if (list.children[i]) {
					list.replaceChild(fresh, list.children[i]);
				} else {
					list.appendChild(fresh);
				}
				const control = fresh.querySelector("a:not([hidden]), button:not([hidden])");
				if (i === focused && control) {
					control.focus();
				}
			}
			shown[i] = html;
		});
		while (list.children.length > rows.length) {
			list.removeChild(list.lastElementChild);
			shown.pop();
		}
		tick();
	}

	async function look() {
		if (asking || document.visibilityState !== "visible") {
			return;
		}
		asking = true;
		let page = null;
		try {
			const answer = await fetch(location.href, {
				headers: {"X-Requested-With": "XMLHttpRequest"}, credentials: "same-origin", redirect: "manual"
			});
			page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
		} catch (error) {
			page = null;
		}
		const known = page !== null && page.querySelector(".accounts") !== null;
		document.getElementById("trouble").hidden = known;
		if (known) {
			update(page);
		}
		asking = false;
	}

	list.querySelectorAll("time").forEach(show);
	tick();
	setInterval(tick, 1000);
	setInterval(look, PERIOD);
	document.addEventListener("visibilitychange", look);
})();
