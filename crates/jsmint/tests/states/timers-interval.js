const log = []; let n = 0; const handle = setInterval(() => { log.push(++n); if (n === 4) clearInterval(handle); }, 10); 0
// ---
idle
// ---
log
