const scope = { x: 1 }; const f = new Function("s", "with (s) { return { get: () => x, set: v => { x = v; } }; }")(scope); f.set(5); f.get()
// ---
scope.x = 9; [f.get(), scope]
