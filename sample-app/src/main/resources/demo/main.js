/* Puts the demo's phone beside the desk. */
import {putPhoneBeside} from "./beside.js";
import {onPhone} from "./desk.js";

await putPhoneBeside(document.getElementById("desk"), onPhone);
