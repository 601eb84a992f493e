const c = new AbortController(); const log = []; c.signal.addEventListener("abort", () => log.push(c.signal.reason.message)); const p = new Promise((_, r) => c.signal.addEventListener("abort", () => r(c.signal.reason))); p.catch(e => log.push("rejected")); log.length
// ---
c.abort(new Error("stop")); 0
// ---
[log, c.signal.aborted]
