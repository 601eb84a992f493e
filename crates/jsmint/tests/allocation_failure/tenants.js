// Scripts that use up all memory and then do what needs some.
//// small strings then async
const hog = []; for (;;) { try { hog.push('y'.repeat(4000)); } catch { (async () => 1)(); } }
//// small strings then async await
const hog = []; const f = async () => { await 1; return hog; }; for (;;) { try { hog.push('y'.repeat(4000)); } catch { f(); f().then(f); } }
//// strings in an async function that returns
const hog = []; (async () => { try { for (;;) hog.push('y'.repeat(4000)); } catch { return 1; } })(); (async () => { try { for (;;) hog.push('z'.repeat(300)); } catch { return 1; } })();
//// strings in an async function that throws
const hog = []; for (let i = 0; i < 100; i++) (async () => { for (;;) hog.push('y'.repeat(3000)); })();
//// async fn in a loop until none
const hog = []; for (;;) { hog.push((async (a) => { const b = await a; return [b]; })('y'.repeat(4000))); }
//// async generators
const hog = []; for (;;) { try { const g = (async function* () { yield 'y'.repeat(4000); })(); hog.push(g, g.next(), g.return(), 'x'.repeat(3000)); } catch {} }
//// generators
const hog = []; for (;;) { try { const g = (function* () { yield 'y'.repeat(4000); })(); hog.push(g, g.next(), 'x'.repeat(3000)); } catch {} }
//// exceptions in exceptions
const hog = []; const f = () => { try { for (;;) hog.push('y'.repeat(4000)); } catch (e) { throw new Error(e.message + 'x', { cause: e }); } }; for (;;) { try { f(); } catch (e) { try { e.stack; hog.push(e); } finally { try { f(); } catch {} } } }
//// eval with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { eval(`class A${i} { #x = ${i}; static async *m() { yield this } }; (a) => ({ a, b: [${i}] })`); } catch {} } }
//// regexp with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { new RegExp(`(?<n${i}>a|b)+c\\p{L}`, 'udg').exec('abab'); } catch {} } }
//// JSON with none
const hog = []; const text = '[' + '{"a":[1,"b",{"c":null}]},'.repeat(50) + '1]'; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { JSON.stringify(JSON.parse(text)); } catch {} } }
//// classes with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { class A { #p = 1; static #q = 2; get x() { return this.#p; } static { this.z = 1; } } hog.push(new (class extends A { y = new A().x; })()); } catch {} } }
//// maps with none
const hog = []; const m = new Map(), s = new Set(), w = new WeakMap(); for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { const k = {}; m.set(k, 1); s.add(k); w.set(k, k); new WeakRef(k); new FinalizationRegistry(() => {}).register(k, 1); } catch {} } }
//// buffers with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { hog.push(new Uint8Array(3000), new ArrayBuffer(100, { maxByteLength: 4000 }), new DataView(new ArrayBuffer(8)), BigInt(2) ** 2000n); } catch {} } }
//// iterators and destructuring with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { const [a, ...b] = new Set([1, 2, 3]); const { c, ...d } = { c: 1, e: 2 }; hog.push(...b, d, ...(function* () { yield* [a]; })()); } catch {} } }
//// proxies with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { const p = new Proxy(class {}, { get: (t, k) => k, construct: () => ({}), ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ configurable: true, value: 1 }) }); new p(); Object.keys(p); ({ ...p }); `${p}`; } catch {} } }
//// require and import with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { app.shared.late(); } catch {} try { require('./nothing.js'); } catch {} try { import('./lib/mod.mjs'); } catch {} try { require('counter').next(); } catch {} } }
//// console with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { console.log('%o', app, i); } catch {} try { console.table([{ a: 1 }]); } catch {} } }
//// dates and numbers with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { hog.push(new Date(i).toString(), (i + 0.5).toString(7), i.toFixed(3), Symbol(i), Symbol.for('s' + i)); } catch {} } }
//// properties with none
const hog = []; const o = {}; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { o['k' + i] = i; Object.defineProperty(o, 'g' + i, { get() {}, configurable: true }); delete o['k' + (i - 3)]; Object.prototype['p' + i] = 1; Object.freeze({ ...o }); Object.setPrototypeOf({}, o); } catch {} } }
//// promise machinery with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { Promise.all([1, Promise.reject(2)]).catch(() => 1).finally(() => 2); Promise.withResolvers().resolve({ then(r) { r(1); } }); Promise.any([]); queueMicrotask(() => hog.length); } catch {} } }
//// jobs queued before, none left when they run
const hog = []; for (let i = 0; i < 300; i++) { (async () => { await 1; for (;;) { try { hog.push('y'.repeat(4000)); } catch { break; } } await 2; return i; })(); Promise.resolve(i).then((x) => [x, hog.length]).then((x) => { throw x; }).catch(() => {}); } 0
//// for await with none
(async () => { const hog = []; for (;;) { try { for await (const x of (async function* () { for (;;) yield 'y'.repeat(4000); })()) hog.push(x); } catch {} } })()
//// async from sync iterator with none
(async () => { const hog = []; for (;;) { try { for await (const x of [1, Promise.resolve(2), 'y'.repeat(4000)]) hog.push(x, 'z'.repeat(4000)); } catch {} } })()
//// top-level await with none
const hog = []; for (;;) { try { for (;;) hog.push(await 'y'.repeat(4000)); } catch {} }
//// templates and tags with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { hog.push(((s, ...v) => [s.raw, v])`a${i}b${{}}`, 'x' + i + 'y', ['a', i].join(), 'abc'.split('')); } catch {} } }
//// using with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { using a = { [Symbol.dispose]() { hog.push('z'.repeat(3000)); throw new Error('d'); } }; throw new Error('b'); } catch {} (async () => { await using b = { async [Symbol.asyncDispose]() { throw 1; } }; })().catch(() => {}); } }
//// native loop keeps small things
const hog = Array(200000); function Keep() { return hog; } for (let i = 0; ; i++) { try { Array.from.call(Keep, { length: 200000 }, Object); Array.from.call(Keep, { length: 200000, }, String); } catch { (async () => i)(); } }
//// tiny things fill, finally returns async
const hog = []; for (;;) { try { hog.push({}); } catch { (async () => { try { await hog; } finally { return 1; } })(); } }
//// sort and callbacks with none
const hog = []; for (let i = 0; ; i++) { try { hog.push('y'.repeat(4000)); } catch { try { [3, 1, 2].sort((a, b) => { hog.push('q'.repeat(2000)); return a - b; }); [1, 2].map(Object).flatMap((x) => [x, [x]]).toSorted(); 'abc'.replace(/./g, (m) => m + hog.length); } catch {} } }
//// big source with little left, memory of small things
const hog = []; for (;;) { try { hog.push({}, 'y'.repeat(4000)); } catch { try { (0, eval)(`(function(){${'a = { b: [1, 2, c => c + a] }; if (a) { for (const x of y) x.z(); }'.repeat(300)}})`); } catch {} } }
//// compiles large source with nothing left
const sources = [100, 300, 1000, 3000, 10000].map((n) => `(function(){${'a = { b: [1, 2, c => c + a] }; if (a) { for (const x of y) x.z(); }'.repeat(n)}})`); for (const source of sources) { const hog = []; let size = 1 << 20; while (size > 9000) { try { hog.push(new Uint8Array(size)); } catch { size >>= 1; } } try { (0, eval)(source); } catch {} }
//// compiles many variables with nothing left
const unit = 'let v# = () => v# + 1.5; l#: for (;;) { if (v#) break l#; }'; const sources = [30, 100, 300].map((n) => Array.from({ length: n }, (_, i) => unit.replaceAll('#', i)).join('')); for (const source of sources) { const hog = []; let size = 1 << 20; while (size > 9000) { try { hog.push(new Uint8Array(size)); } catch { size >>= 1; } } try { new Function(source); } catch {} }
//// compiles large classes with nothing left
const unit = '#p# = 1; m#() { return this.#p#++; } static s# = class { }; get g#() { return `a${this.#p#}b`; }'; const sources = [30, 100, 300].map((n) => `(class {${Array.from({ length: n }, (_, i) => unit.replace(/([pmsg])#/g, `$1${i}`)).join('')}})`); for (const source of sources) { const hog = []; let size = 1 << 20; while (size > 9000) { try { hog.push(new Uint8Array(size)); } catch { size >>= 1; } } hog.length -= 1; try { (0, eval)(source); } catch {} }
//// compiles large expressions to match with nothing left
const sources = [30, 100, 300, 1000].map((n) => '(x|y)+[^é]'.repeat(n)); for (const source of sources) { const hog = []; let size = 1 << 20; while (size > 9000) { try { hog.push(new Uint8Array(size)); } catch { size >>= 1; } } try { new RegExp(source, 'u').exec('xyxyx'); } catch {} }
