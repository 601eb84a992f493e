const { setTimeout: sleep } = require("timers/promises"); const log = []; (async () => { for (let i = 0; i < 3; i++) { log.push(await sleep(50, i)); } log.push("done"); })(); 0
// ---
log
// ---
idle
// ---
log
