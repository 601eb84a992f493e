const log = []; function* g() { try { yield 1; yield 2; } finally { log.push("cleanup"); yield "last"; log.push("after"); } } const it = g(); it.next().value
// ---
[it.return("r"), it.next(), it.next(), log]
