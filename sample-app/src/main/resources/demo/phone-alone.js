/* The phone on a page of its own, with the group chat of the demo that has one. */
import {mountChat} from "./chat.js";
import {learn, onLanguage, say} from "./language.js";
import {mountPhone} from "./phone.js";
import texts from "./phone-texts.js";

/* A link leads to a code as long as nothing is said after it. */
const LINK_IN_CHAT = {
	zh: {"code.none": "还没有小程序码。打开群聊里的登录链接，或者在查询台查一次。"},
	en: {"code.none": "No code yet. Open the link in the group chat, or search on the desk."}
};
const phone = document.querySelector(".phone");
let chat = false;

document.querySelector("main").hidden = false;
mountPhone(phone, news => {
	if (news.chat && !chat) {
		chat = true;
		mountChat(phone);
	}
	learn(document.querySelector(".chat .message:last-child a") ? LINK_IN_CHAT : texts);
});
onLanguage(() => document.title = say("phone"));
