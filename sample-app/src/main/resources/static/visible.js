/* Repeats work for as long as somebody can see the page, and at once when it is seen again. */
export function whileVisible(work, period) {
	let next = 0;
	let working = false;

	async function turn() {
		clearTimeout(next);
		if (working || document.hidden) {
			return;
		}
		working = true;
		try {
			await work();
		} finally {
			working = false;
			next = setTimeout(turn, period);
		}
	}

	document.addEventListener("visibilitychange", turn);
	turn();
}
