const log = []; const t = setTimeout(() => log.push("never"), 5); setTimeout((a, b) => log.push(a + b), 20, "x", "y"); setTimeout(() => { log.push("nested"); setTimeout(() => log.push("inner"), 5); }, 10); clearTimeout(t); log
// ---
idle
// ---
log
