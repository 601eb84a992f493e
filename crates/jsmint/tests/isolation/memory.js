//// memory: grows an array
const hog = []; for (;;) hog.push({ hog });
//// memory: builds a string
let text = 'x'.repeat(1000), all = []; for (;;) all.push((text += text.slice(1) + all.length).slice(0, 100000).toUpperCase());
//// memory: flattens a rope
let rope = 'ab'; while (rope.length < 2 ** 28) rope = rope + rope; rope.charCodeAt(5); rope.replaceAll('b', 'c');
//// memory: allocates buffers
const buffers = []; for (;;) buffers.push(new Uint8Array(100000).fill(1));
//// memory: resizes one buffer
const buffer = new ArrayBuffer(0, { maxByteLength: 2 ** 27 }); for (let n = 1; ; n *= 2) { buffer.resize(n); new Uint8Array(buffer).fill(1); }
//// memory: parses JSON
JSON.parse('['.repeat(1) + '{"a":[1,2,3]},'.repeat(300000) + '1]');
//// memory: writes JSON
const one = { text: 'y'.repeat(100000) }; JSON.stringify(Array(1000).fill(one));
//// memory: matches a regular expression that backtracks over a long text
const found = []; for (;;) found.push(/(?:(a|b)(c)?)*$/.exec('ab'.repeat(20000)));
//// memory: in a job
Promise.resolve().then(() => { const hog = []; for (;;) hog.push([hog.length]); }); 1
//// memory: in an async function
(async () => { await 1; const hog = []; for (;;) hog.push([hog.length]); })()
//// memory: in an async function that returns with nothing left
globalThis.hog = []; (async () => { try { for (;;) hog.push([1]); } catch { return hog; } })(); for (;;) hog.push([2]);
//// memory: in an async generator
(async () => { const hog = []; for await (const x of (async function* () { for (;;) yield [1]; })()) hog.push(x); })()
//// memory: in a sort
const hog = []; Array.from({ length: 5000 }, (_, i) => i).sort((a, b) => { for (let i = 0; i < 100; i++) hog.push([a]); return b - a; });
//// memory: in a getter, a proxy's trap and a toString
const hog = []; const it = new Proxy({}, { get: (_, key) => { for (;;) hog.push(`${String(key)}${hog.length}`); } }); `${it}`;
//// memory: fills a map and a set
const map = new Map(); for (let i = 0; ; i++) map.set({}, new Set([i]));
//// memory: makes symbols and property names
const it = {}; for (let i = 0; ; i++) it[`property number ${i}`] = Symbol(i);
//// memory: makes classes and closures from text
const hog = []; for (let i = 0; ; i++) hog.push(eval(`(class C${i} { #p = ${i}; m() { return () => this.#p } })`));
//// memory: multiplies big integers
let big = 3n; const hog = []; for (;;) { hog.push(big); big *= big; if (big > 2n ** 100000n) big = 3n; }
//// memory: spreads and applies
const hog = []; for (;;) { hog.push(...Array(10000).fill({})); Math.max(...hog.slice(0, 5000)); }
//// memory: catches that it has none, again and again
const hog = []; for (;;) { try { for (;;) hog.push([1]); } catch { hog.length > 10 && hog.push([2]); } }
//// memory: catches it in finally, and goes on
const hog = []; function f() { try { for (;;) hog.push([1]); } finally { return f; } } for (;;) f();
//// memory: in the application's own code
for (;;) app.shared.log.push(app.handle({ n: 1, text: 'x'.repeat(1000) }));
//// memory: holds everything through finalizers
const registry = new FinalizationRegistry(() => {}); const hog = []; for (;;) { const it = {}; registry.register(it, {}, it); hog.push(new WeakRef(it), it); }
//// memory: reads source text without end
eval(`[${'{a:1},'.repeat(400000)}]`);
//// throws: asks for far too much at once
new ArrayBuffer(2 ** 40);
//// ok: asks for far too much and goes on
let refused = 0; for (const ask of [() => new Uint8Array(2 ** 27), () => 'x'.repeat(2 ** 29), () => Array(2 ** 27).fill(1), () => new ArrayBuffer(2 ** 26)]) { try { ask(); } catch { refused++; } } refused === 4
