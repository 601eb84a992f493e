const w = new WeakMap(); let a = {}, b = {}; w.set(a, b); w.set(b, a); w.set(w, w); 0
// ---
a = w.get(b); [w.get(a) === b, w.get(w) === w, w.get(w.get(a)) === a]
