const it = "a\u{1F600}b\u{1F601}"[Symbol.iterator](); it.next(); it.next().value.length
// ---
[...it]
