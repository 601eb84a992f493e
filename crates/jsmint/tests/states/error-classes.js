class Own extends Error { constructor(m, code) { super(m); this.name = "Own"; this.code = code; } } const all = new AggregateError([new Own("a", 1), new Own("b", 2)], "both"); 0
// ---
[all.errors.map(e => [e.name, e.message, e.code, e instanceof Own]), all.message, String(all.errors[0])]
