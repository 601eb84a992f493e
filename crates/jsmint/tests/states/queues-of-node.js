const log = []; process.nextTick(() => log.push("tick")); setImmediate(() => log.push("immediate")); Promise.resolve().then(() => log.push("promise")); 0
// ---
log
// ---
idle
