function f(a, b, c) { return [this.name, a, b, c]; } const bound = f.bind({ name: "it" }, 1).bind(null, 2); 0
// ---
[bound(3), bound.name, bound.length]
