const source = { n: 0, [Symbol.asyncIterator]() { return this; }, async next() { return { value: ++this.n, done: this.n > 3 }; } }; const got = []; let hold; const gate = new Promise(r => { hold = r; }); (async () => { for await (const v of source) { got.push(v); if (v === 2) await gate; } got.push("done"); })(); 0
// ---
got
// ---
hold(); 0
// ---
got
