const { EventEmitter } = require("events"); const e = new EventEmitter(); const log = []; e.on("x", v => log.push(v)); e.once("x", v => log.push("once " + v)); e.emit("x", 1)
// ---
e.emit("x", 2); [log, e.listenerCount("x")]
