const log = []; function run(n) { outer: for (let i = 0; i < n; i++) { try { for (;;) { if (i % 2) continue outer; throw i; } } catch (e) { log.push(e); if (e > 3) break outer; } finally { log.push("f" + i); } } return log.length; } run(3)
// ---
[run(7), log]
