const misses = []; const base = new Proxy({}, { get(t, k) { misses.push(String(k)); return "from " + String(k); } }); const o = Object.create(base, { own: { value: 1 } }); o.thing
// ---
[o.own, o.other, misses]
