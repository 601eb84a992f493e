const add = new Function("a", "b", "return a + b + (this.bias ?? 0)"); globalThis.bias = 100; add(1, 2)
// ---
bias = 0; [add(1, 2), add.toString().length > 10, add.name]
