const a = { name: "a" }; const b = { name: "b", a }; a.b = b; a.self = a; a.list = [a, b, [a]]; 0
// ---
[a.b.a === a, a.self.self.name, a.list[2][0].b.name, (() => { try { JSON.stringify(a); } catch (e) { return e.name; } })()]
