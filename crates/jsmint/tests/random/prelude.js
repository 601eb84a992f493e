// What random programs are made of. Everything here is bounded, so that no program runs for ever or eats all memory.
var log = [], v = [1, 'text', [1, 2, 3], { a: 1 }, null, undefined];
const note = (x) => { if (log.length < 300) log.push(show(x)); return x; };
const attempt = (f) => { try { return f(); } catch (error) { note(error); return error; } };
const cut = (x) => (typeof x === 'string' ? x.slice(0, 200) : Array.isArray(x) && x.length > 40 ? x.slice(0, 40) : typeof x === 'bigint' ? BigInt.asIntN(256, x) : x);
const index = (x) => Math.abs(Math.trunc(Number(typeof x === 'symbol' || Object(x) === x ? 0 : x) || 0)) % 6;
const key = (x) => (typeof x === 'symbol' ? x : Object(x) === x ? 'object' : String(x).slice(0, 20));
const weak = new WeakMap(), maps = [new Map(), new Map()], sets = [new Set(), new Set()], symbols = [Symbol('one'), Symbol.for('two')];
const sorts = { up: (a, b) => (a < b ? -1 : a > b ? 1 : 0), down: (a, b) => (a < b ? 1 : a > b ? -1 : 0) };
class Thing { #secret; static #made = 0; constructor(x) { this.#secret = x; this.n = ++Thing.#made; } get secret() { return this.#secret; } set secret(x) { this.#secret = x; } static made() { return Thing.#made; } static is(x) { return Object(x) === x && #secret in x; } }
class Sub extends Thing { #own = []; add(x) { this.#own.push(x); return this.#own.length; } get own() { return this.#own.slice(-5); } }
function* walker(x) { let n = 0; try { while (n < 20) { const sent = yield [n++, x]; if (sent !== undefined) x = sent; } } finally { note('closed'); } }
const walkers = [walker('w'), walker(2)];
const later = async (x, f) => { note('before'); try { const got = await x; note(got); return f(got); } catch (error) { note(error); } finally { note('after'); } };
const gates = [Promise.withResolvers(), Promise.withResolvers()];
const patterns = [/(\w)(\d)?/g, /[aeiou]+/iy, /(?<first>.)(?=.)/u];
const bytes = new Uint8Array(16), floats = new Float64Array(bytes.buffer);
const watched = new Proxy({}, { get: (t, k, r) => (k === 'watch' ? Object.keys(t).length : Reflect.get(t, k, r)), set: (t, k, x) => Reflect.set(t, k, cut(x)), deleteProperty: (t, k) => (note(`delete ${String(k)}`), Reflect.deleteProperty(t, k)) });
const seenBy = (seen, x) => { const at = seen.indexOf(x); if (at < 0) seen.push(x); return at; };
function show(x, depth = 0, seen = []) {
  if (typeof x === 'bigint') return `${x}n`;
  if (typeof x === 'symbol') return x.toString();
  if (typeof x === 'function') return `f ${x.name} ${x.length}`;
  if (typeof x === 'string') return JSON.stringify(x);
  if (Object(x) !== x) return Object.is(x, -0) ? '-0' : String(x);
  const at = seenBy(seen, x);
  if (at >= 0) return `#${at}`;
  if (depth > 4) return '…';
  const inner = (y) => show(y, depth + 1, seen);
  if (Error.isError(x)) return `${x.name}: ${x.message}`;
  if (x instanceof Map) return `Map{${[...x].map(([k, y]) => `${inner(k)}=>${inner(y)}`).slice(0, 30)}}`;
  if (x instanceof Set) return `Set{${[...x].map(inner).slice(0, 30)}}`;
  if (x instanceof Date) return `Date ${x.getTime()}`;
  if (x instanceof RegExp) return `${x} ${x.lastIndex}`;
  const keys = Reflect.ownKeys(x).slice(0, 40);
  const parts = keys.map((k) => { const d = Reflect.getOwnPropertyDescriptor(x, k); return d === undefined ? 'gone' : `${String(k)}${d.writable === false ? '!' : ''}:${'value' in d ? inner(d.value) : 'accessor'}`; });
  return `${Object.prototype.toString.call(x)}${Thing.is(x) ? `<${inner(x.secret)}>` : ''}${Object.isFrozen(x) ? '*' : ''}{${parts}}`;
}
