/* Tells how far the login is, and who holds it. */
import {say} from "./language.js";

/* A code was asked for, and nobody has been given its session yet. */
export function isUnderWay({login, phone}) {
	return Boolean(login.holder) && !login.done && (phone.living || phone.status === "confirmed");
}

export function facts(situation) {
	const {login, phone} = situation;
	return phone.codes ? say("facts", phone.codes, login.asker, isUnderWay(situation) && login.holder) : "";
}

const names = (replicas, phase) => replicas.filter(replica => replica.phase === phase).map(replica => replica.name);

function underWay({replicas, login, phone}) {
	const holds = replicas.find(replica => replica.name === login.holder);
	const other = replicas.find(replica => replica.name !== login.holder);
	if (holds.phase === "ENDED") {
		return [3, say(other.phase === "ENDED" ? "noneLeft" : "orphaned", holds.name, other.name)];
	}
	if (login.asker !== login.holder) {
		return [4, say(phone.status === "waiting" ? "takenOver" : "takenOverScanned", holds.name, login.asker)];
	}
	return [2, say(phone.status === "waiting" ? "held" : "heldScanned", holds.name, other.name)];
}

/* Returns the number of the present step, and what to say about it. */
export function present(situation) {
	const {replicas, phone} = situation;
	const ended = names(replicas, "ENDED");
	if (phone.down) {
		return [0, say("clusterDown")];
	}
	if (isUnderWay(situation)) {
		return underWay(situation);
	}
	if (replicas.length && ended.length === replicas.length) {
		return [0, say("noneRuns")];
	}
	if (!replicas.length || names(replicas, "STARTING").length) {
		return [phone.session ? 5 : 1, say("starting")];
	}
	if (phone.session) {
		return [5, ended.length ? say("startAgain", ended[0]) : say("bothLoggedIn")];
	}
	return [1, say("searchFirst")];
}
