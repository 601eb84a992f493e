//// ok: leaves promises that nobody will settle
globalThis.kept = Array.from({ length: 500 }, () => new Promise(() => {}));
kept.forEach((promise, i) => promise.then(() => i)); true
//// pending: waits for what never comes
new Promise(() => {})
//// throws: leaves rejections that nobody handles
for (let i = 0; i < 100; i++) Promise.reject(new Error(`lost ${i}`)); true
//// throws: throws in a job
Promise.resolve().then(() => { throw new TypeError('in a job'); }); true
//// timeout: queues jobs for ever
const again = () => Promise.resolve().then(again); again(); 1
//// interrupted: is stopped with thousands of jobs left over
for (let i = 0; i < 20000; i++) queueMicrotask(() => { globalThis.ran = i; });
queueMicrotask(() => { interruptMe(); for (;;); }); 1
//// interrupted: is stopped in a job
Promise.resolve().then(() => { interruptMe(); for (;;) {} }); 1
//// interrupted: is stopped in an async function that would catch it
(async () => { try { await 1; interruptMe(); for (;;) {} } catch { globalThis.caught = 1; } finally { globalThis.caught = 2; } })()
//// interrupted: is stopped in a thenable
Promise.resolve({ then() { interruptMe(); for (;;) {} } }); 1
//// ok: leaves generators suspended in try and finally
globalThis.suspended = Array.from({ length: 200 }, (_, i) => {
  const it = (function* () { try { yield i; yield i + 1; } finally { globalThis.closed = (globalThis.closed ?? 0) + 1; yield 'more'; } })();
  it.next(); return it;
});
suspended[0].return(1); suspended.length === 200 && closed === 1
//// ok: leaves async generators and for await half done
globalThis.half = (async function* () { try { for (let i = 0; ; i++) yield i; } finally { await new Promise(() => {}); } })();
const first = await half.next(); half.return(1); half.next();
globalThis.loop = (async () => { for await (const x of { async *[Symbol.asyncIterator]() { yield 1; await new Promise(() => {}); } }) globalThis.got = x; })();
first.value === 0
//// interrupted: is stopped in a generator
globalThis.it = (function* () { try { yield 1; interruptMe(); for (;;) {} } finally { globalThis.caught = 1; } })();
it.next(); it.next();
//// ok: registers finalizers and weak references
globalThis.registry = new FinalizationRegistry((held) => { globalThis.finalized = held; });
globalThis.weak = Array.from({ length: 1000 }, (_, i) => { const it = { i }; registry.register(it, i, it); return new WeakRef(it); });
registry.unregister(app); typeof weak[0].deref() !== 'number'
//// ok: keys weak maps by the application's objects and by symbols
globalThis.weakMap = new WeakMap(app.keys.filter((k) => Object(k) === k).map((k) => [k, { k }]));
weakMap.set(Symbol('weak'), 1); app.weakMap.set(globalThis, 'evil'); app.weakSet.add(globalThis);
app.weakMap.get(globalThis) === 'evil'
//// ok: replaces the methods of promises
Promise.prototype.then = function () { return 'evil'; }; Promise.resolve = null;
Object.defineProperty(Promise, Symbol.species, { value: null }); Promise.prototype.constructor = null;
Promise.withResolvers().promise.then() === 'evil'
//// ok: disposes, and fails to
let order = ''; { using a = { [Symbol.dispose]() { order += 'a'; } }; using b = { [Symbol.dispose]() { order += 'b'; } }; }
globalThis.stack = new DisposableStack(); stack.defer(() => { order += 'never'; });
order === 'ba'
//// ok: settles the application's promise with a promise of its own that never settles
app.gate.resolve(new Promise(() => {})); app.waiting.then(() => { globalThis.never = 1; }); true
//// timeout: runs out of time in an async function
(async () => { await null; while (true) await null; })()
