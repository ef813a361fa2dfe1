/* The phone on a page of its own. */
import {onLanguage, say} from "./language.js";
import {mountPhone} from "./phone.js";

document.querySelector("main").hidden = false;
mountPhone(document.querySelector(".phone"), () => {});
onLanguage(() => document.title = say("phone"));
