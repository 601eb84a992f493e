const log = []; const p = new Proxy({ a: 1 }, { get(t, k, r) { log.push("get " + String(k)); return Reflect.get(t, k, r); }, has(t, k) { log.push("has " + k); return k === "magic" || k in t; }, deleteProperty() { return false; } }); p.a
// ---
[p.a, "magic" in p, Reflect.deleteProperty(p, "a"), log]
