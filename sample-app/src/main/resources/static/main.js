/* The demo has a main.js of its own, which puts a phone beside the desk. */
import "./desk.js";
