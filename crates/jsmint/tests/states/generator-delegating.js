function* inner() { const got = yield "i1"; yield "got " + got; return "inner done"; } function* outer() { const r = yield* inner(); yield r; yield* [7, 8]; } const it = outer(); it.next().value
// ---
[it.next("hello"), it.next(), it.next(), it.next(), it.next()]
