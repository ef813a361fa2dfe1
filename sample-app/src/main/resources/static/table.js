/* Shows stock: products as rows, sites as columns, and their totals. */
import {language, say} from "./language.js";

const table = document.querySelector("#result table");

function cell(row, kind, content, style) {
	const element = document.createElement(kind);
	element.append(content);
	if (style) {
		element.className = style;
	}
	if (kind === "th") {
		element.scope = row.parentNode.tagName === "THEAD" ? "col" : "row";
	}
	element.setAttribute("role", {col: "columnheader", row: "rowheader"}[element.scope] || "cell");
	row.append(element);
	return element;
}

function quantity(row, value) {
	const known = value !== undefined;
	cell(row, "td", known ? value.toLocaleString(language) : "–", `number ${known && value <= 0 ? "none" : ""}`);
}

/* On a narrow screen rows are no boxes any more, and some browsers forget what they are. */
function insertRow(part) {
	const row = part.insertRow();
	row.setAttribute("role", "row");
	return row;
}

function name(product) {
	const both = document.createDocumentFragment();
	both.append(language === "en" ? product.englishName : product.name);
	for (const text of [product.id, `${product.price} ${product.currency}`]) {
		const small = document.createElement("small");
		small.textContent = text;
		both.append(small);
	}
	return both;
}

const sum = quantities => quantities.reduce((total, next) => total + (next || 0), 0);

export function showStock(products) {
	const [head, body, foot] = [table.tHead, table.tBodies[0], table.tFoot];
	[head, body, foot].forEach(part => part.replaceChildren());
	const sites = [...new Set(products.flatMap(product => product.sites.map(site => site.site)))];
	const stock = products.map(product => Object.fromEntries(product.sites.map(site => [site.site, site.quantity])));
	document.getElementById("caption").textContent = say("caption", products.length);

	table.style.setProperty("--columns", sites.length + 1);
	const titles = insertRow(head);
	cell(titles, "th", say("product"));
	sites.forEach(site => cell(titles, "th", say("sites")[site] || site, "number"));
	cell(titles, "th", say("total"), "number");

	products.forEach((product, index) => {
		const row = insertRow(body);
		cell(row, "th", name(product));
		sites.forEach(site => quantity(row, stock[index][site]));
		quantity(row, sum(Object.values(stock[index])));
	});

	const totals = insertRow(foot);
	cell(totals, "th", say("sum"));
	sites.forEach(site => quantity(totals, sum(stock.map(quantities => quantities[site]))));
	quantity(totals, sum(stock.flatMap(quantities => Object.values(quantities))));
}
