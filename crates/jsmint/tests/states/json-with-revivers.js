const seen = []; const text = JSON.stringify({ a: [1, { b: null }], d: new Date(0) }, (k, v) => { seen.push(k); return v; }); seen.length
// ---
[JSON.parse(text, (k, v) => (k === "b" ? "revived" : v)), seen]
