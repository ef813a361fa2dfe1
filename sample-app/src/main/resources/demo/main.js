/* Puts the demo's phone and its group chat beside the desk. */
import {putPhoneBeside} from "./beside.js";
import {mountChat} from "./chat.js";
import {onPhone} from "./desk.js";

await putPhoneBeside(document.getElementById("desk"), onPhone);
mountChat(document.getElementById("phone"));
