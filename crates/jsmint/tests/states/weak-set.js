const seen = new WeakSet(); const a = {}, b = []; seen.add(a).add(b); seen.has(a)
// ---
seen.delete(a); [seen.has(a), seen.has(b), seen.has({})]
