//// maps keyed by objects
var keys = Array.from({ length: 300 }, (_, i) => (i % 3 ? { i } : i % 2 ? Symbol(i) : () => i)), map = new Map(keys.map((key, i) => [key, i]));
for (let i = 0; i < 300; i += 5) map.delete(keys[i]);
//// then
const fresh = {}; map.set(fresh, 'new'); const ok = keys.every((key, i) => map.get(key) === (i % 5 ? i : undefined)); keys.forEach((key, i) => map.set(key, i)); const all = keys.every((key, i) => map.get(key) === i); for (let i = 0; i < 300; i += 5) map.delete(keys[i]);
return [ok, all, map.get(fresh), map.delete(fresh), map.size, [...map.values()].slice(-3)].join();
//// sets of objects of every sort
var members = [{}, [], () => 1, new Date(0), /x/, Symbol('s'), 5n ** 50n, 'text', NaN, -0, new Uint8Array(2), null], set = new Set(members);
//// then
return [members.every((it) => set.has(it)), set.has({}), set.has(5n ** 50n), set.has(0), set.size, [...set].every((it, i) => Object.is(it, members[i]) || it === 0)].join();
//// weak maps and weak sets
var objects = Array.from({ length: 200 }, (_, i) => ({ i })), weakMap = new WeakMap(objects.map((o) => [o, { twice: o.i * 2 }])), weakSet = new WeakSet(objects.filter((o) => o.i % 2));
//// then
objects.push({ i: objects.length }); weakMap.set(objects.at(-1), { twice: (objects.length - 1) * 2 }); return [objects.every((o) => weakMap.get(o)?.twice === o.i * 2), objects.filter((o) => weakSet.has(o)).length, weakMap.has({}), weakMap.delete(objects[0]), weakMap.set(objects[0], { twice: 0 }).has(objects[0])].join();
//// weak references and finalizers
var target = { name: 'kept' }, ref = new WeakRef(target), gone = [], registry = new FinalizationRegistry((held) => gone.push(held)); registry.register(target, 'target', target);
//// then
registry.register({}, 'fresh'); return [ref.deref().name, new WeakRef(ref.deref()).deref() === target, registry.unregister(target), registry.register(target, 'target', target) ?? 'again', gone.length <= 2].join();
//// private fields and methods
class Base { #value = 1; static #count = 0; #hidden() { return ++this.#value; } constructor() { Base.#count++; } bump() { return this.#hidden(); } static count() { return Base.#count; } static owns(o) { return #value in o && #hidden in o; } get #x() { return this.#value * 10; } set #x(v) { this.#value = v; } x(v) { this.#x = v; return this.#x; } }
class Derived extends Base { #value = 100; both() { return [this.#value++, this.bump()]; } }
var base = new Base(), derived = new Derived();
//// then
return [base.bump(), derived.both(), Base.count(), Base.owns(derived), Base.owns({}), base.x(4), new Derived().both(), Base.count()].join();
//// suspended generators
function* walk(tree, depth = 0) { try { if (tree) { const sent = yield [tree.v, depth]; if (sent) tree.v += sent; yield* walk(tree.l, depth + 1); yield* walk(tree.r, depth + 1); } } finally { closed.push(tree?.v ?? 'leaf'); } }
var closed = [], tree = { v: 1, l: { v: 2, l: { v: 3 } }, r: { v: 4 } }, walker = walk(tree), other = walk(tree); walker.next(); walker.next(10); walker.next(); other.next();
//// then
const rest = [walker.next(5), ...walker].map((x) => JSON.stringify(x)); const half = other.return('stop'); return [rest, JSON.stringify(half), closed, tree.v].join('|');
//// suspended async functions
var order = [], gate = Promise.withResolvers(), second = Promise.withResolvers();
var running = [1, 2, 3].map(async (n) => { try { order.push(n); const got = await gate.promise; order.push(got + n); await second.promise; return n * 10; } catch (error) { order.push(error.message); return -n; } finally { order.push(`end ${n}`); } });
//// then
gate.resolve(100); second.reject(new Error('no')); const results = await Promise.all(running); return [results, order].join('|');
//// pending promises and their reactions
var seen = [], held = Promise.withResolvers(), chain = held.promise.then((x) => { seen.push(x); return x + 1; }).then((x) => { throw new Error(`at ${x}`); }).catch((e) => e.message).finally(() => seen.push('finally')), raced = Promise.race([held.promise, new Promise(() => {})]), settled = Promise.allSettled([chain, Promise.reject(1), held.promise]);
//// then
held.resolve(7); const got = await settled; return [JSON.stringify(got), await raced, seen].join('|');
//// async generators and their queues
var log = [], ticket = Promise.withResolvers(), source = (async function* () { try { log.push(yield 1); const x = await ticket.promise; log.push(yield x); yield* [3, 4]; } finally { log.push('closed'); } })(), first = source.next(), queued = [source.next('a'), source.next('b')];
//// then
ticket.resolve('ticket'); const all = await Promise.all([first, ...queued]); const more = await source.next('c'); return [JSON.stringify(all), JSON.stringify(more), log].join('|');
//// closures and their variables
var make = () => { let n = 0; const shared = { n: 0 }; return { up: () => ++n, down: () => --n, read: () => [n, shared.n++], nested: () => () => () => n++ }; }, a = make(), b = make(); a.up(); a.up(); b.down(); var deep = a.nested()();
var loops = []; for (let i = 0; i < 5; i++) loops.push(() => i++);
//// then
return [a.up(), b.down(), deep(), a.read(), b.read(), loops.map((f) => f()), make().up()].join();
//// regular expressions
var patterns = [/(?<y>\d{4})-(?<m>\d\d)/gu, /a+?b|[^x-z]$/iy, new RegExp('\\p{Lu}+', 'u'), /(?<=\$)\d+/dg, /[\w--\d]/v], texts = ['2020-01 2021-02', 'AAB', 'été ÉTÉ', 'a$15 $20', '1a']; patterns[0].exec(texts[0]);
//// then
const out = patterns.map((re, i) => [re.lastIndex, JSON.stringify(re.exec(texts[i])), texts[i].replace(re, '<$&>'), re.source, re.flags]); patterns.forEach((re) => (re.lastIndex = 0)); patterns[0].exec(texts[0]); return out.join('|');
//// big integers
var bigs = [0n, -1n, 2n ** 64n, -(3n ** 200n), BigInt('0x' + 'f'.repeat(100))], table = { [2n ** 70n]: 'key' };
//// then
return [bigs.map((b) => (b * b + 1n).toString(36)), bigs.map((b) => BigInt.asIntN(64, b)), bigs[2] === 18446744073709551616n, table[1180591620717411303424n], bigs[3] / bigs[2] % 1000n].join();
//// dates
var dates = [new Date(0), new Date(2024, 1, 29, 12, 30), new Date(NaN), Object.assign(new Date(1e12), { extra: 1 })];
//// then
dates[3].setDate(15); return [dates.map((d) => (isNaN(d) ? 'Invalid' : d.toISOString())), dates[3].extra, dates[1] - dates[0], JSON.stringify(dates)].join();
//// typed arrays and buffers
var buffer = new ArrayBuffer(64, { maxByteLength: 256 }), views = [Uint8Array, Int16Array, Float16Array, Float32Array, Float64Array, BigInt64Array].map((View) => new View(buffer)), part = new Uint8Array(buffer, 8, 16), data = new DataView(buffer, 4), shared = new Int32Array(new SharedArrayBuffer(16)); views[4].set([Math.PI, -0, NaN, 1e300]); shared[1] = 7;
var addresses = new BigUint64Array(200).map((_, i) => 0x1000_0000_0000n * BigInt(i % 16) + BigInt(i * 8)), doubles = Float64Array.from({ length: 100 }, (_, i) => i * 1.1), pairs = Uint32Array.from({ length: 200 }, (_, i) => i * 2654435761);
//// then
buffer.resize(buffer.byteLength === 64 ? 128 : 64); return [views.map((v) => v.length), [...part].join(' '), data.getFloat32(0), Atomics.load(shared, 1), [...addresses].join(' '), [...doubles].join(' '), [...pairs].join(' '), views[5][0]].join('|');
//// proxies
var trapped = [], handler = { get: (t, k, r) => (trapped.push(String(k)), Reflect.get(t, k, r)), has: () => true, ownKeys: (t) => [...Reflect.ownKeys(t), 'extra'], getOwnPropertyDescriptor: (t, k) => Reflect.getOwnPropertyDescriptor(t, k) ?? { value: 1, configurable: true, enumerable: true }, apply: (f, self, args) => f(...args) * 2 }, proxy = new Proxy({ a: 1 }, handler), callable = new Proxy((x) => x + 1, handler), revoked = Proxy.revocable({}, {}); revoked.revoke();
//// then
const dead = (() => { try { return revoked.proxy.x; } catch (e) { return e.name; } })(); const out = [proxy.a, 'zzz' in proxy, Object.keys(proxy), callable(20), dead, trapped.length > 0, Object.prototype.toString.call(proxy)]; trapped.length = 0; return out.join();
//// symbols
var local = Symbol('local'), registered = Symbol.for('registered.here'), holder = { [local]: 1, [registered]: 2, [Symbol.iterator]: function* () { yield* [7, 8]; }, [Symbol.toPrimitive]: (hint) => hint };
//// then
return [holder[local], holder[Symbol.for('registered.here')], Symbol.keyFor(registered), [...holder], `${holder}`, +holder, Object.getOwnPropertySymbols(holder).length, Symbol.for('registered.here') === registered, Symbol.for('later') === Symbol.for('later'), local.description].join();
//// classes, accessors and inheritance
class Shape { static kinds = new Map(); static { this.kinds.set('base', this); } get area() { return 0; } toString() { return `${this.constructor.name}(${this.area})`; } static of(...a) { return new this(...a); } }
class Square extends Shape { constructor(s) { super(); this.s = s; } get area() { return this.s ** 2; } } class List extends Array { sum() { return this.reduce((a, b) => a + b, 0); } } class Failure extends TypeError { code = 7; } function Old(x) { this.x = x; } Old.prototype.twice = function () { return this.x * 2; };
var square = Square.of(3), list = List.of(1, 2, 3), failure = new Failure('bad', { cause: square }), old = new Old(4);
//// then
return [String(square), String(Square.of(2)), list.map((x) => x * 2).sum(), list instanceof List, failure instanceof TypeError, failure.code, failure.cause === square, failure.stack.length > 5, old.twice(), new Old(5).twice(), Shape.kinds.get('base') === Shape, Object.create(square).area].join();
//// objects of many shapes
var made = Array.from({ length: 150 }, (_, i) => { const o = {}; for (let k = 0; k < i % 13; k++) o[`p${(k * 7 + i) % 29}`] = k; if (i % 4 === 0) delete o.p7; if (i % 5 === 0) Object.freeze(o); return o; }), dictionary = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key ${i}`, i]));
//// then
const same = {}; for (let k = 0; k < 6; k++) same[`p${(k * 7 + 6) % 29}`] = k; dictionary.added = 1; delete dictionary['key 17']; dictionary['key 17'] = 17; return [JSON.stringify(made).length, JSON.stringify(same) === JSON.stringify(made[6]), made.filter(Object.isFrozen).length, Object.keys(dictionary).length, dictionary['key 499'], made.map((o) => Object.keys(o).length).join('')].join();
//// strings, ropes and atoms
var rope = ''; for (let i = 0; i < 500; i++) rope += `part ${i};`; var slice = rope.slice(1000, 2000), wide = 'é😀'.repeat(50) + rope, names = rope.split(';');
//// then
return [rope.length, slice.slice(0, 20), wide.codePointAt(1), names.length, (rope + slice).indexOf('part 499'), names.map((n) => ({ [n]: 1 })).length, rope.at(-1), [...wide].length].join();
//// iterators half way
var it = new Map([[1, 'a'], [2, 'b'], [3, 'c']]).entries(), letters = 'x😀y'[Symbol.iterator](), array = [1, 2, 3, 4, 5, 6][Symbol.iterator](), matches = 'a1b2c3'.matchAll(/\d/g), helper = [1, 2, 3, 4, 5, 6, 7, 8].values().map((x) => x * 3).filter((x) => x % 2), keyed = new Set([1, 2, 3, 4]).values(); for (const i of [it, letters, array, matches, helper, keyed]) i.next();
//// then
return [it, letters, array, matches, helper, keyed].map((i) => { const { value, done } = i.next(); return `${value ?? '-'} ${done}`; }).join();
//// arguments, bound functions and wrappers
var mapped = (function (a, b) { arguments[0] = 'changed'; return { arguments, read: () => a }; })(1, 2), bound = function (...args) { return [this?.name, ...args]; }.bind({ name: 'me' }, 1, 2).bind(null, 3), wrapped = [Object(1), Object('s'), Object(true), Object(1n), Object(Symbol('w'))];
//// then
mapped.arguments[0] = 'again'; return [mapped.read(), mapped.arguments.length, bound(4), bound.name, wrapped.map((w) => typeof w.valueOf()), new (class A { constructor(...a) { this.a = a; } }.bind(null, 9))(8).a].join();
//// errors with stacks
var errors = [() => null.x, () => { throw new RangeError('r', { cause: 'c' }); }, () => new AggregateError([new Error('inner')], 'all')].map((f) => { try { return f(); } catch (e) { return e; } });
//// then
return errors.map((e) => [e.name, e.message, e.cause ?? '-', e.stack.split('\n').length > 1, e.errors?.length ?? 0]).join();
//// global bindings
let lexical = 1; const constant = { n: 1 }; var plain = 2; function declared() { return ++lexical + plain++ + constant.n++; } class Declared { static n = 5; } Object.defineProperty(globalThis, 'computed', { get: () => lexical * 100 });
//// then
return [declared(), lexical > 1, typeof constant, Declared.n++, computed > 100, typeof globalThis.lexical === 'undef' + 'ined', Object.hasOwn(globalThis, 'plain')].join();
//// compiled code of every sort
var f = new Function('a', 'b = a', '...c', 'switch (a) { case 1: for (const x of c) { if (x) continue; break; } default: return `${a}${b}${c}`; }'), evaluated = (0, eval)('(() => { var local = 1; return (s) => eval(s); })()'), tagged = (s, ...v) => s.raw.join('#') + v.length, template = () => tagged`a${1}\n${2}b`;
//// then
return [f(1), f(2, 3, 4), evaluated('local++'), evaluated('local'), template(), template() === template(), f.toString().length, JSON.stringify(((a, { b, ...c } = {}) => [a, b, c])(1, { b: 2, d: 3 }))].join();
//// garbage in circles
var ring = Array.from({ length: 500 }, () => ({})); ring.forEach((o, i) => { o.next = ring[(i + 1) % 500]; o.map = new Map([[o, ring]]); o.f = () => o; }); var probe = new WeakRef(ring[3]);
//// then
for (let i = 0; i < 200; i++) { const a = {}; a.self = new Map([[a, () => a]]); } let at = ring[0], n = 0; do { at = at.next; n++; } while (at !== ring[0] && at.map.get(at) === ring && at.f() === at); return [n, probe.deref() === ring[3]].join();
//// modules that Node has
var events = require('events'), emitter = new events(), heard = []; emitter.on('a', (n) => heard.push(n)).once('a', () => heard.push('once')); var controller = new AbortController(), any = AbortSignal.any([controller.signal]), aborts = 0; any.addEventListener('abort', () => aborts++); var target = new EventTarget(); target.addEventListener('x', (e) => heard.push(e.detail)); var decoder = new TextDecoder(); decoder.decode(new Uint8Array([0xe2, 0x82]), { stream: true }); performance.mark('baked', { startTime: 1 }); var clone = structuredClone({ map: new Map([[1, new Set([2])]]) }), util = require('util'), same = util.promisify((a, cb) => cb(null, a + 1));
//// then
emitter.emit('a', 1); target.dispatchEvent(new CustomEvent('x', { detail: 'd' })); controller.abort(); const text = decoder.decode(new Uint8Array([0xac]), { stream: true }) + decoder.decode(new Uint8Array([0xe2, 0x82]), { stream: true }); let failed; try { require('assert').deepStrictEqual({ a: 1 }, { a: 2 }); } catch (error) { failed = error.message; } return [heard.join(), aborts, any.aborted, text, performance.getEntries().length, util.inspect(clone), await same(1), failed, emitter.listenerCount('a'), btoa('x')].join();
