function* g() { for (const a of arguments) yield [a, this === undefined]; } const it = g(1, 2, 3); it.next()
// ---
[it.next(), it.next(), it.next()]
