// Together they use everything the engine has. Each part runs by itself, and all of them in one script.
//// objects and classes
class Base { #x = 1; static made = 0; constructor() { Base.made++; } get x() { return this.#x; } set x(v) { this.#x = v; } static { this.ready = true; } }
class Derived extends Base { y = [1, 2, 3]; *[Symbol.iterator]() { yield* this.y; } async later() { return await this.x; } }
const it = new Derived(); it.x = 5;
const { x, ...rest } = { x: 1, a: 2, [Symbol('s')]: 3, get g() { return 4; } };
Object.defineProperties(rest, { hidden: { value: 1 }, both: { get() { return 1; }, set() {} } });
Object.assign({}, rest, structuredCloneOf(it)); Object.fromEntries(Object.entries(rest)); Object.groupBy([1, 2], String);
function structuredCloneOf(o) { return JSON.parse(JSON.stringify(o)); }
[...it].length + Reflect.ownKeys(rest).length
//// arrays and sorting
const list = Array.from({ length: 60 }, (_, i) => ({ i, text: `n${i}` }));
list.sort((a, b) => b.i - a.i); list.map((o) => o.i).filter((i) => i % 2).flatMap((i) => [i, [i]]).flat();
list.splice(3, 5, 1, 2); list.concat([1], [[2]]); [3, 1, 2].toSorted(); list.with(0, 1); list.reverse(); [...list.entries()];
const holes = [1, , 3]; holes[100] = 1; holes.length = 2; list.join(); Array(50).fill({}).reduce((a, b) => a, 0); [1, 2].includes(2)
//// strings and templates
let text = 'abc'.repeat(50); for (let i = 0; i < 40; i++) text += `<${i}>${'é'.normalize('NFD')}`;
text.split('<').map((s) => s.toUpperCase()).join('-'); text.padStart(2000, 'ab'); text.replaceAll('b', (m) => m + m); text.at(-1);
String.raw`a${1}\n${2}`; 'x'.localeCompare('y'); [...'😀é']; encodeURIComponent('é ü'); decodeURIComponent('%C3%A9'); escape('é'); btoa('xy'); atob('eHk=');
((s) => s.raw)`t${1}u`; 'a,b'.split(/,/); 'abc'.substring(1).concat('d', 1, {}); text.isWellFormed(); '\ud800'.toWellFormed().length
//// regular expressions
const re = /(?<year>\d{4})-(?<month>\d\d)|(?<=x)y(?!z)/dgu; const found = [...'2020-01 2021-02 xy'.matchAll(re)].map((m) => m.groups.year ?? m.indices[0]);
'a1b2c3'.replace(/([a-z])(\d)/g, '$2$1$&'); /^(?:(a)|b)*$/.exec('abab'.repeat(30)); /[\p{L}--[a-z]]/v.test('É'); new RegExp('a{1,3}?', 'y').exec('aaa');
'x'.search(/x/i); /(a+)+b/.test('a'.repeat(12)); RegExp.escape('a.b'); /\bfoo\b/s[Symbol.split]('a foo b'); found.length
//// numbers and big integers
const values = [0.1, 1e21, -0, NaN, 255, 2 ** 53].map((n) => [n.toString(36), n.toFixed(2), n.toPrecision(3), n.toExponential(), Number(String(n))]);
let big = 1n; for (let i = 1n; i < 60n; i++) big = big * i + (i << 70n) - (big / 3n) % 7n; BigInt.asIntN(64, big); BigInt('0xffffffffffffffffffffff').toString(7);
[parseInt('12px'), parseFloat('.5e3'), Number('0b11'), Math.hypot(1, 2), Math.sumPrecise?.([1, 2]), big ** 3n > 1n, big.toString().length].length
//// maps, sets and weak things
const map = new Map(); for (let i = 0; i < 60; i++) map.set({ i }, i).set(`k${i}`, [i]); for (const [k, v] of map) if (typeof k === 'string') map.delete(k);
const set = new Set([1, 2, 3]); set.union?.(new Set([4])); set.isSubsetOf?.(new Set([1])); Map.groupBy([1, 2, 3], (x) => x % 2);
const weak = new WeakMap(); const refs = []; for (const k of map.keys()) { weak.set(k, { k }); refs.push(new WeakRef(k)); }
const registry = new FinalizationRegistry(() => {}); refs.forEach((r) => registry.register(r.deref(), 1, r)); registry.unregister(refs[0]); new WeakSet([map]).has(map); map.clear(); map.size
//// promises and async functions
const sleep = (x) => new Promise((resolve) => queueMicrotask(() => resolve(x)));
const f = async (n) => { try { if (n > 3) throw new Error(`at ${n}`); return n + await sleep(n); } catch (e) { return await e.message; } finally { await null; } };
const all = await Promise.all([1, 2, 3, 4].map(f)); const settled = await Promise.allSettled([f(1), Promise.reject(new Error('x')), { then(r) { r(1); } }]);
await Promise.any([Promise.reject(1), f(1)]); await Promise.race([f(9), sleep(1)]); await Promise.try?.(() => 1);
for await (const x of (async function* () { yield 1; yield* [2, 3]; })()) all.push(x); Promise.resolve(1).finally(() => {}).then(f); all.length + settled.length
//// generators and iterators
function* walk(n) { try { if (n) { const got = yield n; yield* walk(n - 1); return got; } } finally { globalThis.unwound = (globalThis.unwound ?? 0) + 1; } }
const it = walk(12); it.next(); it.next('a'); const rest = [...it]; const half = walk(5); half.next(); half.return(3);
try { const bad = walk(2); bad.next(); bad.throw(new Error('in')); } catch {} const [a, b = 2, ...c] = walk(4);
rest.values().map((x) => x + 1).filter(Boolean).take(3).drop(1).flatMap((x) => [x, x]).toArray(); Iterator.from({ next: () => ({ done: true }) }).toArray(); Array.from(walk(3), String).length
//// errors and stacks
const deep = (n) => { if (n) return deep(n - 1); throw new AggregateError([new TypeError('a', { cause: new RangeError('b') })], 'all'); };
let stacks = ''; for (const go of [() => deep(8), () => null.x, () => undeclared, () => eval('}'), () => [].reduce(() => 1), () => new Proxy({}, null), () => BigInt(0.5), () => JSON.parse('{'), () => decodeURI('%')]) {
  try { go(); } catch (error) { stacks += error.stack + error.message + String(error); } }
Error.prepareStackTrace = (error, frames) => frames.map((frame) => frame.getFunctionName?.()); try { deep(3); } catch (error) { stacks += error.stack; }
const dom = new DOMException('m', 'AbortError'); const o = {}; Error.captureStackTrace(o); (() => { try { return 1; } finally { stacks += dom.name; } })(); stacks.length > 0
//// proxies and reflection
const log = []; const handler = new Proxy({}, { get: (_, trap) => (...args) => { log.push(trap); return Reflect[trap](...args); } });
const p = new Proxy(class { constructor(a) { this.a = a; } static s() { return 1; } }, handler);
new p(1); p.s(); 'x' in p; p.x = 1; delete p.x; Object.keys(p); Object.getOwnPropertyDescriptor(p, 's'); Object.defineProperty(p, 'd', { value: 1, configurable: true }); Object.getPrototypeOf(p); for (const k in p) log.push(k);
const r = Proxy.revocable([], {}); r.proxy.push(1); r.revoke(); Reflect.construct(Date, [0], Array); Reflect.apply(Math.max, null, [1, 2]); Object.preventExtensions(p); log.length
//// buffers and typed arrays
const buffer = new ArrayBuffer(64, { maxByteLength: 256 }); const view = new DataView(buffer); view.setFloat64(0, Math.PI); view.setBigInt64(8, -1n); buffer.resize(128);
const bytes = Uint8Array.from({ length: 100 }, (_, i) => i); bytes.sort((a, b) => b - a); bytes.subarray(3).map((x) => x * 2); bytes.toSorted(); new Float32Array(bytes); Float16Array.of(1.5); new BigUint64Array(buffer, 0, 2);
const moved = buffer.transfer(); moved.slice(3, 9); new Uint16Array(moved).join(); const shared = new Int32Array(new SharedArrayBuffer(16)); Atomics.add(shared, 0, 1); [...bytes.entries()].length
//// JSON
const data = { list: Array.from({ length: 30 }, (_, i) => ({ i, s: `"${i}"\n`, n: null, d: new Date(0), big: { toJSON: () => 'b' } })), é: '\u2028' };
const text = JSON.stringify(data, (k, v) => (k === 'skip' ? undefined : v), 2); const back = JSON.parse(text, function (k, v) { return Array.isArray(v) ? [...v, k] : v; });
JSON.stringify([new Boolean(true), new Number(1), Object('s'), () => 1, Symbol(), -0, 1e100]); JSON.rawJSON?.('1'); back.list.length
//// dates, symbols and evaluation
const d = new Date(2020, 1, 30, 12); [d.toISOString(), d.toString(), d.toLocaleDateString(), Date.parse('2020-01-01T00:00:00Z'), d.toUTCString(), d.setMonth(5)];
const s = Symbol.for('registered'); const o = { [s]: 1, [Symbol('local')]: 2 }; Object.getOwnPropertySymbols(o).map(String); Symbol.keyFor(s);
const made = eval('(function named(a, b = a, ...c) { let x = [a, b, c, new.target]; return () => ({ x, a: arguments.length }); })'); made(1, 2, 3)();
new Function('a', 'b', 'switch (a) { case 1: for (const i of [1]) { label: { if (b) break label; } } default: return `${a}`; }')(1, 2); (0, eval)('var late = 1; let lexical = 2'); void 0 ?? made.toString().length
//// modules and the host
const late = app.shared.late(); late.next(); require('counter').next(); require('counter').fixed.length; require('./lib/data.json'); const ns = await import('./lib/mod.mjs'); ns.next();
try { require('./lib/nothing.js'); } catch (error) { globalThis.code = error.code; } try { require('./lib/thrower.js'); } catch {}
console.log('%s %d %o', 'a', 1, { nested: [1, new Map([[{ k: 1 }, new Set([1])]]), class A {}, () => 1, new Error('shown', { cause: 'c' })] }); console.table([{ a: 1, b: 2 }]); console.error(new Proxy({}, {})); console.group('g'); console.dir(globalThis.app, { depth: 1 }); console.groupEnd();
app.handle({ n: 1 }).closure + performance.now() * 0 + Date.now() * 0
//// the application's own state
app.gate.resolve(20); const at = await app.waiting; const y = await app.asyncGenerator.next(); app.generator.next(3); app.map.set({}, 1); app.savings.deposit(3);
app.resizable.resize(6); app.proxy.anything; app.ring.more = { ...app.data }; app.sticky.exec('a3'); app.bound(1); at + app.describe().closure
