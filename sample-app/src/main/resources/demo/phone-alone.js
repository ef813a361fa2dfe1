/* The phone on a page of its own, with the group chat of the demo that has one. */
import {mountChat} from "./chat.js";
import {onLanguage, say} from "./language.js";
import {mountPhone} from "./phone.js";

const phone = document.querySelector(".phone");
let chat = false;

document.querySelector("main").hidden = false;
mountPhone(phone, news => {
	if (news.chat && !chat) {
		chat = true;
		mountChat(phone);
	}
});
onLanguage(() => document.title = say("phone"));
