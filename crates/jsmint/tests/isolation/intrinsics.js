//// ok: pollutes every prototype there is
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const prototype = globalThis[name]?.prototype;
  if (prototype) {
    try { prototype.evil = name; prototype[Symbol.for('evil')] = () => 1; } catch {}
  }
}
({}).evil !== undefined && (() => {}).evil !== undefined && [].evil === 'Array'
//// ok: pollutes prototypes that only syntax reaches
const proto = Object.getPrototypeOf;
const hidden = [function* () {}, async () => {}, async function* () {}, [][Symbol.iterator](), new Map().keys(),
  new Set().keys(), ''[Symbol.iterator](), 'x'.matchAll(/x/g), [].values().map((x) => x)].map(proto);
for (const it of hidden) { it.evil = 1; it.next = () => ({ done: true }); }
proto(function* () {}.prototype).evil = 1;
[...[1, 2, 3]].length === 0
//// ok: freezes every intrinsic
const seen = new Set();
const freeze = (it) => {
  if (Object(it) !== it || seen.has(it)) return;
  seen.add(it);
  try { Object.freeze(it); } catch { return; }
  for (const key of Reflect.ownKeys(it)) {
    const { value, get, set } = Reflect.getOwnPropertyDescriptor(it, key);
    freeze(value); freeze(get); freeze(set);
  }
  freeze(Object.getPrototypeOf(it));
};
for (const key of Reflect.ownKeys(globalThis)) if (key !== 'app') freeze(globalThis[key]);
Object.isFrozen(Array.prototype) && Object.isFrozen(console) && seen.size > 500
//// ok: seals the global object
Object.seal(globalThis);
let refused = false;
try { 'use strict'; Object.defineProperty(globalThis, 'fresh', { value: 1 }); } catch { refused = true; }
refused && Object.isSealed(globalThis)
//// ok: freezes the application's own state
for (const it of [app, app.account, app.ring, app.proxy, app.shared, app.data.list, app.map, app.Account]) Object.freeze(it);
Object.isFrozen(app)
//// ok: deletes every global
const all = globalThis; for (const key of Reflect.ownKeys(all)) delete all[key];
typeof Object === 'undefined' && typeof app === 'undefined' && typeof JSON === 'undefined'
//// ok: replaces every global
const all = globalThis;
for (const key of Object.getOwnPropertyNames(all)) {
  try { all[key] = function evil() { throw 1; }; } catch {}
}
app.name === 'evil'
//// ok: deletes every method of every prototype
const names = Object.getOwnPropertyNames(globalThis);
const prototypes = names.map((name) => globalThis[name]?.prototype).filter(Boolean);
const { ownKeys, deleteProperty } = Reflect;
for (let i = 0; i < prototypes.length; i++) {
  const keys = ownKeys(prototypes[i]);
  for (let k = 0; k < keys.length; k++) deleteProperty(prototypes[i], keys[k]);
}
[].push === undefined && 'x'.slice === undefined
//// ok: puts getters and setters everywhere on Object.prototype
for (const key of ['then', 'get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'toJSON', '0', 'length', 'next', 'done', 'return'])
  Object.defineProperty(Object.prototype, key, { __proto__: null, get() { return undefined; }, set() {}, configurable: true });
Object.getOwnPropertyDescriptor(Object.prototype, 'then').set !== undefined
//// ok: changes the prototype of the global object and of functions
Object.setPrototypeOf(globalThis, new Proxy({}, { get: () => 1, has: () => true }));
Object.setPrototypeOf(Function.prototype, { __proto__: null, evil: 1 });
Object.setPrototypeOf(Array.prototype, null);
Object.evil === 1 && undeclaredName === 1
//// ok: swaps prototypes of instances the application holds
Object.setPrototypeOf(app.map, Set.prototype);
Object.setPrototypeOf(app.account, null);
Object.setPrototypeOf(app.Savings, Function.prototype);
Object.setPrototypeOf(app.bytes, Array.prototype);
app.map instanceof Set
//// ok: replaces Math, JSON and Date
Math.max = () => 7; Math.random = () => 4; JSON.parse = () => 1; JSON.stringify = () => 'x';
Date.now = () => 0; Date.prototype.getTime = () => 1; Date.UTC = null;
globalThis.Date = class Date {}; globalThis.Math = null;
JSON.parse('[]') === 1 && Date.name === 'Date'
//// ok: replaces the console and its parts
for (const key of Object.keys(console)) console[key] = null;
Object.setPrototypeOf(console, { log: 1 });
globalThis.console = { log() { throw 1; } };
let thrown; try { console.log(); } catch (error) { thrown = error; } thrown === 1
//// ok: counts, groups and times on the console
console.count('a'); console.count(); console.group('g'); console.time('t'); console.log('deep'); console.count();
true
//// ok: fills the registry of symbols
for (let i = 0; i < 5000; i++) Symbol.for(`evil ${i}`);
Symbol.for('fifth') === app.keys[4] && Symbol.keyFor(Symbol.for('evil 3')) === 'evil 3'
//// ok: leaves lexical bindings behind
let leaked = 1; const alsoLeaked = 2; class Leaked {} var leakedVar = 3; function leakedFunction() {}
leaked + alsoLeaked + leakedVar === 6
//// ok: shadows what a later script uses
let Map = 1, require = 2, JSON = 3, undefined1 = 4; const Promise = null; class Array {}
Map + require + JSON === 6
//// ok: breaks species and symbols that the engine consults
Object.defineProperty(Array, Symbol.species, { value: class { constructor() { return []; } } });
Array.prototype[Symbol.iterator] = function* () { yield 'evil'; };
Object.defineProperty(Object, Symbol.hasInstance, { value: () => true });
String.prototype[Symbol.iterator] = null; RegExp.prototype[Symbol.replace] = () => 'evil';
Date.prototype[Symbol.toPrimitive] = null; Symbol.prototype.description2 = 1;
[...[1, 2]][0] === 'evil' && 'a'.replace(/a/, 'b') === 'evil'
//// ok: runs regular expressions, and spoils those of the application
app.sticky.lastIndex = 99; app.sticky.compile?.('other'); /(.)(.)(.)/.exec('xyz'); RegExp.evil = RegExp.$1;
RegExp.prototype.exec = () => null; RegExp.prototype.flags2 = 1;
/x/.test('x') === false
//// ok: prepares stack traces
Error.prepareStackTrace = () => 'evil'; Error.stackTraceLimit = 1; Error.captureStackTrace = null;
new Error('x').stack === 'evil'
//// ok: tampers with errors
Error.prototype.name = 'Evil'; Error.prototype.toString = () => 'evil'; Error.prototype.message = 'm';
TypeError.prototype.constructor = null; delete Error.prototype.stack;
let text; try { null.x; } catch (error) { text = String(error); } text === 'evil'
//// ok: adds thousands of properties, so that shapes and atoms grow
for (let i = 0; i < 5000; i++) { globalThis[`global${i}`] = i; Object.prototype[`inherited${i}`] = i; }
delete Object.prototype.inherited17;
({}).inherited4999 === 4999
//// ok: changes private state and closures of the application
app.account.deposit(1000); app.handle({ n: 50 }); app.generator.next(7); app.map.clear(); app.set.delete(app.keys[0]);
app.weakMap.delete(app.keys[0]); app.bytes.fill(255); app.resizable.resize(6); app.date.setTime(0); app.proxy.x;
app.account.balance === 1010 && app.map.size === 0
//// ok: finishes what the application had suspended
app.generator.return(1); app.gate.resolve(20); const at = await app.waiting; const y = await app.asyncGenerator.next();
at === 42 && y.value === 'a' && app.shared.log.length === 1
//// ok: breaks the application's objects through prototypes and proxies
app.ring.self = new Proxy(app.ring, {}); app.proxy = Proxy.revocable({}, {}); app.proxy.revoke();
Object.defineProperty(app, 'describe', { get() { throw 1; } });
Reflect.setPrototypeOf(app.generator, null);
true
//// ok: makes subclasses of everything
for (const Base of [Array, Map, Set, Promise, Error, RegExp, Date, Uint8Array, ArrayBuffer, Function, Proxy, WeakMap]) {
  try { class Sub extends Base { #secret = 1; get secret() { return this.#secret; } } globalThis[`Sub${Base.name}`] = new Sub(2); } catch {}
}
SubArray.secret === 1 && SubUint8Array.secret === 1
//// ok: compiles code at run time
(0, eval)('var leakedByEval = 1; function leakedInEval() {}'); Function('globalThis.leakedByFunction = 2')();
new (Object.getPrototypeOf(function* () {}).constructor)('globalThis.leakedByGenerator = 3; yield 1')().next();
leakedByEval + leakedByFunction + leakedByGenerator === 6
//// ok: uses labels, with and switch to unwind through finally
let steps = ''; outer: for (const a of [1, 2, 3]) { try { for (;;) { try { if (a === 2) continue outer; break; } finally { steps += a; } } } finally { steps += '!'; } }
var found = Function('o', 'with (o) { return missing = 5, hidden }')({ hidden: 1 });
steps === '1!2!3!' && found === 1 && missing === 5
//// ok: defines what cannot be deleted
for (const key of ['evil', 'then', 'toString2']) Object.defineProperty(Object.prototype, key, { value: 666, writable: false, configurable: false });
Object.defineProperty(globalThis, 'evil2', { value: 666, writable: false, configurable: false });
delete globalThis.evil2 === false && ({}).evil === 666
